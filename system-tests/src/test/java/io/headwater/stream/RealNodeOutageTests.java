package io.headwater.stream;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.ConnectionState;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.realnode.RealNode;
import io.headwater.realnode.RealNodeTest;
import io.headwater.realnode.RealNodes;
import io.headwater.test.TcpProxy;
import io.headwater.test.walk.WalkChecker;
import io.headwater.testing.FailureMode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real node that is halted, killed, or begins anew, behind a proxy that can cut it off.
 */
@RealNodeTest
class RealNodeOutageTests {

	private static final Log logger = LogFactory.getLog(RealNodeOutageTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withPropertyValues("headwater.chains.main.reconnect.initial-delay=100ms",
				"headwater.chains.main.reconnect.max-delay=1s", "headwater.chains.main.connect-timeout=2s",
				"headwater.chains.main.request-timeout=1s", "headwater.chains.main.stale-head.after=500ms",
				"headwater.chains.main.deep-reorg=continue",
				"headwater.chains.main.catch-up.max-requests-per-second=0");

	@Test
	@FailureMode(4)
	void goesOnAfterTheNodeWasHalted() {
		try (RealNode node = RealNodes.anvil(); TcpProxy proxy = TcpProxy.before(node.wsUrl())) {
			this.runner.withPropertyValues("headwater.chains.main.nodes[0].url=" + proxy.url()).run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				HeadStream stream = context.getBean(HeadStreams.class).get("main");
				awaitHeadOf(node, events);
				node.mine(5);
				awaitHeadOf(node, events);
				node.freeze();
				long began = System.nanoTime();
				awaitState(stream, ConnectionState.WAITING);
				logger.info("kill -STOP of anvil was noticed after "
						+ Duration.ofNanos(System.nanoTime() - began).toMillis()
						+ " ms (stale-head.after 500 ms, request-timeout 1 s)");
				node.unfreeze();
				node.mine(10);
				awaitHeadOf(node, events);
				assertThat(events.walk()).hasSize(16).hasOnlyElementsOfType(NewHeadEvent.class);
				assertIsAWalk(events);
			});
		}
	}

	@Test
	@FailureMode({ 13, 25 })
	void goesOnAfterTheNodeWasKilledAndCameBackWithAnOlderState(@TempDir Path directory) {
		Path state = directory.resolve("state.json");
		try (RealNode node = RealNodes.anvil("--state", state.toString(), "--state-interval", "1");
				TcpProxy proxy = TcpProxy.before(node.wsUrl())) {
			this.runner.withPropertyValues("headwater.chains.main.nodes[0].url=" + proxy.url()).run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				HeadStream stream = context.getBean(HeadStreams.class).get("main");
				awaitHeadOf(node, events);
				node.mine(5);
				awaitHeadOf(node, events);
				long kept = awaitSaved(state, 5);
				node.mine(3);
				awaitHeadOf(node, events);
				node.kill();
				awaitState(stream, ConnectionState.WAITING);
				node.restart();
				long back = number(node);
				assertThat(back).isBetween(kept, 8L);
				node.rpc("anvil_setNextBlockTimestamp", 4_000_000_000L);
				node.mine(10);
				awaitHeadOf(node, events);
				logger.info("kill -9 of anvil at head 8, back at " + back + ": " + events.walk().size()
						+ " events to head " + (back + 10));
				assertIsAWalk(events);
			});
		}
	}

	@Test
	@FailureMode(24)
	void tellsThatTheNodeBeganAnewAndIsAlreadyHigher() {
		beganAnew(0, 20);
	}

	@Test
	@FailureMode(24)
	void tellsThatTheNodeBeganAnewAndIsAsHighAsBefore() {
		beganAnew(0, 7);
	}

	@Test
	@FailureMode(24)
	void tellsThatTheNodeBeganAnewAndIsAlreadyHigherThanWhereTheWalkBegan() {
		beganAnew(3, 20);
	}

	private void beganAnew(int first, int blocks) {
		try (RealNode node = RealNodes.anvil(); TcpProxy proxy = TcpProxy.before(node.wsUrl())) {
			node.mine(first);
			this.runner.withPropertyValues("headwater.chains.main.nodes[0].url=" + proxy.url()).run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				awaitHeadOf(node, events);
				node.mine(7);
				awaitHeadOf(node, events);
				int told = events.walk().size();
				proxy.cut();
				awaitAnotherSecond();
				node.restart();
				node.rpc("anvil_setNextBlockTimestamp", 4_000_000_000L);
				node.mine(blocks);
				proxy.mend();
				awaitHeadOf(node, events);
				assertThat(events.walk().get(told)).isInstanceOfSatisfying(ChainResetEvent.class, (reset) -> {
					assertThat(reset.reason()).isEqualTo(ChainResetEvent.Reason.CHAIN_RESTARTED);
					assertThat(reset.to().number()).isEqualTo(first);
				});
				assertIsAWalk(events);
			});
		}
	}

	@Test
	@FailureMode(24)
	void tellsThatTheNodeBeganAnewAndIsLowerThanTheFirstHead() {
		try (RealNode node = RealNodes.anvil(); TcpProxy proxy = TcpProxy.before(node.wsUrl())) {
			node.mine(30);
			this.runner.withPropertyValues("headwater.chains.main.nodes[0].url=" + proxy.url()).run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				awaitHeadOf(node, events);
				node.mine(2);
				awaitHeadOf(node, events);
				proxy.cut();
				awaitAnotherSecond();
				node.restart();
				node.mine(3);
				proxy.mend();
				awaitHeadOf(node, events);
				assertThat(events.of(ChainResetEvent.class)).singleElement()
					.extracting(ChainResetEvent::reason)
					.isEqualTo(ChainResetEvent.Reason.CHAIN_RESTARTED);
				assertIsAWalk(events);
			});
		}
	}

	/** Two anvils that start within one second have the same genesis block. */
	private static void awaitAnotherSecond() {
		long second = Instant.now().getEpochSecond();
		Awaitility.await("another second").until(() -> Instant.now().getEpochSecond() > second);
	}

	private static long awaitSaved(Path state, long number) {
		String block = "\"number\":\"0x" + Long.toHexString(number) + "\"";
		Awaitility.await("the saved state")
			.atMost(PATIENCE)
			.ignoreExceptions()
			.until(() -> Files.readString(state).replace(" ", "").contains(block));
		return number;
	}

	private static void awaitState(HeadStream stream, ConnectionState state) {
		Awaitility.await(state.name())
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(2))
			.until(() -> stream.connectionState() == state);
	}

	private static void awaitHeadOf(RealNode node, RecordedEvents events) {
		Hash hash = headOf(node).hash();
		Awaitility.await("the node's head").atMost(PATIENCE).until(() -> {
			List<Head> heads = events.heads();
			return !heads.isEmpty() && heads.get(heads.size() - 1).hash().equals(hash);
		});
	}

	private static BlockRef headOf(RealNode node) {
		JsonNode latest = node.rpc("eth_getBlockByNumber", "latest", false);
		return new BlockRef(Long.decode(latest.get("number").asString()), Hash.of(latest.get("hash").asString()));
	}

	private static long number(RealNode node) {
		return Long.decode(node.rpc("eth_blockNumber").asString());
	}

	private static void assertIsAWalk(RecordedEvents events) {
		WalkChecker checker = new WalkChecker(0);
		events.walk().forEach(checker::accept);
		checker.assertComplete();
		List<Head> heads = events.heads();
		assertThat(checker.tip()).isEqualTo(heads.get(heads.size() - 1).ref());
	}

}
