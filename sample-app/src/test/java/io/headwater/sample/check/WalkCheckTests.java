package io.headwater.sample.check;

import java.time.Clock;
import java.util.Arrays;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.ReorgEvent;
import io.headwater.sample.simulation.SimulatedTruth;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A checker that is always content proves nothing: here is all that it must not be
 * content with.
 */
class WalkCheckTests {

	private final SimulatedChain chain = new SimulatedChain(1337);

	private final WalkCheck check = new WalkCheck(new SimulatedTruth("main", this.chain));

	@Test
	void isContentWithAWalkOnTheChain() {
		this.chain.mine(5);
		deliver(1, 2, 3, 4);
		assertThat(this.check.tally()).isEqualTo(new Tally(4, 0, 0, 0, 1L));
	}

	@Test
	void countsEachHeadThatNeverCame() {
		this.chain.mine(5);
		deliver(1, 2, 5);
		assertThat(this.check.tally()).isEqualTo(new Tally(3, 2, 0, 0, 0L));
	}

	@Test
	void countsAHeadThatComesTwice() {
		this.chain.mine(3);
		deliver(1, 2, 3, 2, 3);
		assertThat(this.check.tally()).isEqualTo(new Tally(5, 0, 2, 0, 0L));
	}

	@Test
	void isContentWithAReorgThatIsTold() {
		this.chain.mine(5);
		deliver(1, 2, 3, 4, 5);
		ReorgEvent told = reorg(3, 5, 4);
		this.chain.reorg(2, 3);
		this.check.reorg(told);
		deliver(4, 5, 6);
		assertThat(this.check.tally()).isEqualTo(new Tally(8, 0, 0, 0, 0L));
	}

	@Test
	void countsABranchThatComesWithoutAReorg() {
		this.chain.mine(5);
		deliver(1, 2, 3, 4, 5);
		this.chain.reorg(2, 3);
		deliver(4, 5, 6);
		assertThat(this.check.tally()).isEqualTo(new Tally(8, 0, 0, 1, 0L));
	}

	@Test
	void countsAReorgThatForgetsAHead() {
		this.chain.mine(5);
		deliver(1, 2, 3, 4, 5);
		this.check.reorg(reorg(3, 5));
		assertThat(this.check.tally().disordered()).isEqualTo(1);
	}

	@Test
	void countsAReorgThatRevertsWhatNeverCame() {
		this.chain.mine(5);
		deliver(1, 2, 3);
		this.check.reorg(reorg(3, 5, 4));
		assertThat(this.check.tally().disordered()).isEqualTo(2);
	}

	@Test
	void isContentWithHeadsThatComeAgainAfterAReset() {
		this.chain.mine(5);
		deliver(1, 2, 3, 4, 5);
		this.check.reset();
		deliver(3, 4, 5);
		assertThat(this.check.tally()).isEqualTo(new Tally(8, 0, 0, 0, 0L));
	}

	@Test
	void countsWhatIsLostAfterAResume() {
		this.chain.mine(5);
		deliver(1, 2, 3);
		this.check.resume(head(2).ref());
		deliver(4, 5);
		assertThat(this.check.tally()).isEqualTo(new Tally(5, 1, 0, 0, 0L));
	}

	@Test
	void countsHolesByNumberWhereNobodyKnowsTheChain() {
		WalkCheck stranger = new WalkCheck(null);
		this.chain.mine(5);
		stranger.head(head(1));
		stranger.head(head(4));
		assertThat(stranger.tally()).isEqualTo(new Tally(2, 2, 0, 0, null));
	}

	private void deliver(int... numbers) {
		Arrays.stream(numbers).mapToObj(this::head).forEach(this.check::head);
	}

	private ReorgEvent reorg(int ancestor, int... reverted) {
		return new ReorgEvent("main", 1337, head(ancestor).ref(),
				Arrays.stream(reverted).mapToObj((number) -> head(number).ref()).toList(), Clock.systemUTC());
	}

	private Head head(int number) {
		SimulatedBlock block = this.chain.canonical().get(number);
		return Head.builder()
			.number(number)
			.hash(Hash.of(block.hash()))
			.parentHash(Hash.of(block.parentHash()))
			.timestamp(block.timestamp().getEpochSecond())
			.build();
	}

}
