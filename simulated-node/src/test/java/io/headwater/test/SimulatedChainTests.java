package io.headwater.test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SimulatedChain}.
 */
class SimulatedChainTests {

	private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

	private final SimulatedChain chain = new SimulatedChain(1337, 7, InstantSource.fixed(NOW));

	@Test
	void startsWithGenesis() {
		assertThat(this.chain.head().number()).isZero();
		assertThat(this.chain.head().parentHash()).isEqualTo("0x" + "0".repeat(64));
		assertThat(this.chain.head().timestamp()).isEqualTo(NOW);
		assertThat(this.chain.chainId()).isEqualTo(1337);
	}

	@Test
	void minedBlockNamesItsParent() {
		SimulatedBlock genesis = this.chain.head();
		SimulatedBlock block = this.chain.mine();
		assertThat(block.number()).isEqualTo(1);
		assertThat(block.parentHash()).isEqualTo(genesis.hash());
		assertThat(block.hash()).matches("0x[0-9a-f]{64}");
		assertThat(this.chain.head()).isEqualTo(block);
	}

	@Test
	void timestampsGrowThoughTheClockStandsStill() {
		this.chain.mine(3);
		assertThat(this.chain.canonical()).extracting(SimulatedBlock::timestamp)
			.containsExactly(NOW, NOW.plusSeconds(1), NOW.plusSeconds(2), NOW.plusSeconds(3));
	}

	@Test
	void sameSeedGivesSameHashes() {
		SimulatedChain twin = new SimulatedChain(1337, 7, InstantSource.fixed(NOW));
		assertThat(this.chain.mine(5)).isEqualTo(twin.mine(5));
		assertThat(this.chain.reorg(2)).isEqualTo(twin.reorg(2));
	}

	@Test
	void otherSeedGivesOtherHashes() {
		SimulatedChain stranger = new SimulatedChain(1337, 8, InstantSource.fixed(NOW));
		assertThat(this.chain.head()).isNotEqualTo(stranger.head());
	}

	@Test
	void reorgReplacesTheNewestBlocks() {
		List<SimulatedBlock> old = this.chain.mine(5);
		List<SimulatedBlock> branch = this.chain.reorg(2);
		assertThat(branch).extracting(SimulatedBlock::number).containsExactly(4L, 5L);
		assertThat(branch).doesNotContainAnyElementsOf(old);
		assertThat(branch.get(0).parentHash()).isEqualTo(old.get(2).hash());
		assertThat(this.chain.head()).isEqualTo(branch.get(1));
		assertLinked(this.chain.canonical());
	}

	@Test
	void reorgMayChangeTheLength() {
		this.chain.mine(5);
		assertThat(this.chain.reorg(2, 4)).extracting(SimulatedBlock::number).containsExactly(4L, 5L, 6L, 7L);
		assertThat(this.chain.reorg(4, 1)).extracting(SimulatedBlock::number).containsExactly(4L);
		assertThat(this.chain.head().number()).isEqualTo(4);
		assertLinked(this.chain.canonical());
	}

	@Test
	void abandonedBlockIsFoundByHashOnly() {
		SimulatedBlock abandoned = this.chain.mine();
		SimulatedBlock successor = this.chain.reorg(1).get(0);
		assertThat(this.chain.blockByHash(abandoned.hash())).isEqualTo(abandoned);
		assertThat(this.chain.blockByNumber(1)).isEqualTo(successor);
	}

	@Test
	void unknownBlockIsNull() {
		assertThat(this.chain.blockByNumber(1)).isNull();
		assertThat(this.chain.blockByNumber(-1)).isNull();
		assertThat(this.chain.blockByHash("0x00")).isNull();
	}

	@Test
	void rollbackLowersTheHead() {
		List<SimulatedBlock> blocks = this.chain.mine(5);
		assertThat(this.chain.rollback(3)).isEqualTo(blocks.get(1)).isEqualTo(this.chain.head());
		assertThat(this.chain.mine()).isNotIn(blocks);
		assertLinked(this.chain.canonical());
	}

	@Test
	void genesisCannotBeDropped() {
		this.chain.mine(2);
		assertThatIllegalArgumentException().isThrownBy(() -> this.chain.reorg(3));
		assertThatIllegalArgumentException().isThrownBy(() -> this.chain.rollback(3));
		assertThat(this.chain.head().number()).isEqualTo(2);
	}

	@Test
	void nothingCannotBeDone() {
		this.chain.mine(2);
		assertThatIllegalArgumentException().isThrownBy(() -> this.chain.mine(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.chain.reorg(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.chain.reorg(1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.chain.rollback(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.chain.finality(2, 1));
	}

	@Test
	void safeAndFinalizedFollowTheHead() {
		assertThat(this.chain.safe().number()).isZero();
		assertThat(this.chain.finalized().number()).isZero();
		this.chain.mine(100);
		assertThat(this.chain.safe().number()).isEqualTo(68);
		assertThat(this.chain.finalized().number()).isEqualTo(36);
		this.chain.finality(1, 2);
		assertThat(this.chain.safe().number()).isEqualTo(99);
		assertThat(this.chain.finalized().number()).isEqualTo(98);
	}

	@Test
	void listenersHearOfEachNewBranchAndOfNoRollback() {
		List<List<SimulatedBlock>> heard = new ArrayList<>();
		ChainListener listener = heard::add;
		this.chain.addListener(listener);
		List<SimulatedBlock> mined = this.chain.mine(3);
		List<SimulatedBlock> branch = this.chain.reorg(2);
		this.chain.rollback(1);
		this.chain.removeListener(listener);
		this.chain.mine();
		assertThat(heard).containsExactly(mined, branch);
	}

	@Test
	void concurrentMinersGrowOneChainAndListenersHearItInOrder() {
		List<SimulatedBlock> heard = new ArrayList<>();
		this.chain.addListener(heard::addAll);
		List<Future<SimulatedBlock>> miners = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			miners.add(Background.run(this::mine250));
		}
		miners.forEach(TestClient::within);
		assertThat(this.chain.canonical()).hasSize(1001);
		assertLinked(this.chain.canonical());
		assertThat(heard).isEqualTo(this.chain.canonical().subList(1, 1001));
	}

	private SimulatedBlock mine250() {
		for (int i = 1; i < 250; i++) {
			this.chain.mine();
		}
		return this.chain.mine();
	}

	private void assertLinked(List<SimulatedBlock> blocks) {
		for (int i = 1; i < blocks.size(); i++) {
			assertThat(blocks.get(i).number()).isEqualTo(i);
			assertThat(blocks.get(i).parentHash()).isEqualTo(blocks.get(i - 1).hash());
			assertThat(blocks.get(i).timestamp()).isAfter(blocks.get(i - 1).timestamp());
		}
	}

}
