package io.headwater.stream;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.DeliveryState;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.ReorgEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.realnode.RealNode;
import io.headwater.realnode.RealNodeTest;
import io.headwater.realnode.RealNodes;
import io.headwater.test.TcpProxy;
import io.headwater.testing.FailureMode;
import io.headwater.testing.LongRound;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What real nodes leave out, take back and reorganise.
 */
@LongRound
@RealNodeTest
class RealNodeWalkTests {

	private static final Map<String, String> TRANSFER = Map.of("from", "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
			"to", "0x70997970c51812dc3a010c7d01b50e0d17dc79c8", "value", "0x1");

	/**
	 * Each block costs anvil the more time the more there are: 50,000 would take hours.
	 */
	private static final int BLOCKS = 2_000;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withPropertyValues("headwater.defaults.catch-up.max-requests-per-second=0",
				"headwater.defaults.reconnect.initial-delay=50ms");

	@Test
	@FailureMode(3)
	void deliversAllHeadsWhereHardhatAnnouncesThreeOfAHundred() {
		try (RealNode node = RealNodes.hardhat()) {
			run(node, (events) -> {
				events.awaitHead(0);
				node.rpc("hardhat_mine", "0x64");
				node.rpc("evm_mine");
				events.awaitHead(101);
				assertThat(events.numbers()).isEqualTo(LongStream.rangeClosed(0, 101).boxed().toList());
				assertThat(events.walk()).hasOnlyElementsOfType(NewHeadEvent.class);
			});
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 10 })
	@FailureMode(5)
	void tellsAReorgOfAnvilExactly(int depth) {
		try (RealNode node = RealNodes.anvil()) {
			run(node, (events) -> {
				events.awaitHead(0);
				node.mine(20);
				events.awaitHead(20);
				List<BlockRef> delivered = events.heads().stream().map(Head::ref).toList();
				node.rpc("anvil_reorg", depth, List.of(List.of(TRANSFER, 0)));
				awaitHeadOf(node, events);
				ReorgEvent reorg = events.of(ReorgEvent.class).get(0);
				assertThat(events.of(ReorgEvent.class)).hasSize(1);
				assertThat(reorg.commonAncestor()).isEqualTo(delivered.get(20 - depth));
				assertThat(reorg.reverted()).hasSize(depth)
					.isEqualTo(LongStream.range(0, depth).mapToObj((i) -> delivered.get(20 - (int) i)).toList());
			});
		}
	}

	@Test
	@FailureMode(23)
	void tellsWhatAnvilTakesBackWithoutAnnouncingIt() {
		try (RealNode node = RealNodes.anvil()) {
			run(node, (events) -> {
				events.awaitHead(0);
				node.mine(5);
				String snapshot = node.rpc("evm_snapshot").asString();
				node.mine(5);
				events.awaitHead(10);
				List<BlockRef> delivered = events.heads().stream().map(Head::ref).toList();
				node.rpc("evm_revert", snapshot);
				node.rpc("anvil_setNextBlockTimestamp", 4_000_000_000L);
				node.mine(1);
				awaitHeadOf(node, events);
				ReorgEvent reorg = events.of(ReorgEvent.class).get(0);
				assertThat(reorg.commonAncestor()).isEqualTo(delivered.get(5));
				assertThat(reorg.depth()).isEqualTo(5);
			});
		}
	}

	@Test
	@FailureMode(23)
	void tellsWhatHardhatTakesBackAlthoughItsNewestBlockWasFinalized() {
		try (RealNode node = RealNodes.hardhat()) {
			this.runner
				.withPropertyValues("headwater.chains.main.nodes[0].url=" + node.wsUrl(),
						"headwater.chains.main.finality.interval=1ms")
				.withBean(RecordedEvents.class)
				.run((context) -> {
					RecordedEvents events = context.getBean(RecordedEvents.class);
					events.awaitHead(0);
					String snapshot = node.rpc("evm_snapshot").asString();
					node.rpc("evm_mine");
					events.awaitHead(1);
					node.rpc("evm_mine");
					events.await("a finalized head", (all) -> !all.of(FinalizedHeadEvent.class).isEmpty());
					events.awaitHead(2);
					node.rpc("evm_revert", snapshot);
					node.rpc("evm_setNextBlockTimestamp", 4_000_000_000L);
					node.rpc("evm_mine");
					awaitHeadOf(node, events);
					assertThat(events.of(ReorgEvent.class)).hasSize(1);
					assertThat(events.of(ChainResetEvent.class)).isEmpty();
				});
		}
	}

	@Test
	void tellsARollbackOfAnvil() {
		try (RealNode node = RealNodes.anvil()) {
			run(node, (events) -> {
				events.awaitHead(0);
				node.mine(10);
				events.awaitHead(10);
				node.rpc("anvil_rollback", 4);
				node.rpc("anvil_setNextBlockTimestamp", 4_000_000_000L);
				node.mine(1);
				awaitHeadOf(node, events);
				assertThat(events.of(ReorgEvent.class).get(0).commonAncestor().number()).isEqualTo(6);
			});
		}
	}

	@Test
	@FailureMode(24)
	void tellsThatAnvilBeganAnew() {
		try (RealNode node = RealNodes.anvil()) {
			run(node, (events) -> {
				events.awaitHead(0);
				node.mine(9);
				events.awaitHead(9);
				node.rpc("anvil_reset");
				node.rpc("anvil_setNextBlockTimestamp", 4_000_000_000L);
				node.mine(1);
				events.await("a reorg or a reset", (all) -> all.walk().size() > 10);
				assertThat(events.walk().get(10)).isInstanceOfSatisfying(ChainResetEvent.class,
						(reset) -> assertThat(reset.reason()).isEqualTo(ChainResetEvent.Reason.CHAIN_RESTARTED));
			});
		}
	}

	@Test
	@FailureMode(10)
	void deliversABurstOfAnvilThroughASmallQueueAndASlowListener() {
		try (RealNode node = RealNodes.anvil()) {
			this.runner
				.withPropertyValues("headwater.chains.main.nodes[0].url=" + node.wsUrl(),
						"headwater.chains.main.queue-capacity=16")
				.withBean(RecordedEvents.class)
				.withBean(GatedListener.class)
				.run((context) -> {
					RecordedEvents events = context.getBean(RecordedEvents.class);
					GatedListener gate = context.getBean(GatedListener.class);
					HeadStream stream = context.getBean(HeadStreams.class).get("main");
					gate.awaitEntered();
					node.mine(1000);
					Awaitility.await().until(() -> stream.deliveryState() == DeliveryState.BACKLOGGED);
					gate.open();
					events.awaitHead(1000);
					assertThat(events.numbers()).isEqualTo(LongStream.rangeClosed(0, 1000).boxed().toList());
					assertThat(events.walk()).hasSize(1001);
				});
		}
	}

	@Test
	@FailureMode(2)
	void catchesUpWithWhatHappenedWhileTheConnectionWasCut() {
		try (RealNode node = RealNodes.anvil(); TcpProxy proxy = TcpProxy.before(node.wsUrl())) {
			this.runner
				.withPropertyValues("headwater.chains.main.nodes[0].url=" + proxy.url(),
						"headwater.chains.main.catch-up.max-in-flight=16")
				.withBean(FollowingListener.class)
				.run((context) -> {
					FollowingListener listener = context.getBean(FollowingListener.class);
					listener.await(headOf(node));
					node.mine(10);
					listener.await(headOf(node));
					proxy.cut();
					node.rpc("anvil_reorg", 3, List.of(List.of(TRANSFER, 0)));
					mine(node, BLOCKS / 2);
					node.rpc("anvil_reorg", 5, List.of(List.of(TRANSFER, 0)));
					mine(node, BLOCKS / 2);
					proxy.mend();
					listener.await(headOf(node));
					assertThat(listener.reverted()).isEqualTo(3);
				});
		}
	}

	private static void mine(RealNode node, int blocks) {
		for (int mined = 0; mined < blocks; mined += 250) {
			node.mine(250);
		}
	}

	private static BlockRef headOf(RealNode node) {
		JsonNode latest = node.rpc("eth_getBlockByNumber", "latest", false);
		return new BlockRef(Long.decode(latest.get("number").asString()), Hash.of(latest.get("hash").asString()));
	}

	private void run(RealNode node, ThrowingConsumer<RecordedEvents> test) {
		this.runner.withPropertyValues("headwater.chains.main.nodes[0].url=" + node.wsUrl())
			.withBean(RecordedEvents.class)
			.run((context) -> test.accept(context.getBean(RecordedEvents.class)));
	}

	private static void awaitHeadOf(RealNode node, RecordedEvents events) {
		Hash hash = headOf(node).hash();
		events.await("the node's head", (all) -> {
			List<Head> heads = all.heads();
			return !heads.isEmpty() && heads.get(heads.size() - 1).hash().equals(hash);
		});
	}

}
