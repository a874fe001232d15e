package io.headwater.stream;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.headwater.ChainResetEvent;
import io.headwater.ConnectionState;
import io.headwater.Head;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.ReorgEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.node.ConnectionEnd;
import io.headwater.node.NodeStatus;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.test.walk.WalkChecker;
import io.headwater.testing.FailureMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes of one chain id, and what their chains have in common. The block of the last
 * delivered head has to exist on the node that is followed next, or it is told.
 */
class OtherChainTests {

	private static final int HEIGHT = 40;

	@AutoClose
	private final SimulatedNode first = node(1).start();

	@AutoClose
	private final SimulatedNode second = node(2).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.first.url(),
				"headwater.chains.main.nodes[1].url=" + this.second.url(), "headwater.chains.main.start=0",
				"headwater.chains.main.node-lag=1000", "headwater.chains.main.stale-head.after=300ms",
				"headwater.chains.main.catch-up.max-requests-per-second=0",
				"headwater.chains.main.reconnect.initial-delay=50ms");

	private static SimulatedNode node(long seed) {
		return SimulatedNode.create(new SimulatedChain(1337, seed, InstantSource.system()));
	}

	@ParameterizedTest
	@ValueSource(ints = { HEIGHT, HEIGHT + 1, HEIGHT + 10, 10 * HEIGHT, HEIGHT - 1, HEIGHT / 4 })
	@FailureMode(24)
	void tellsThatTheNextNodeHasAnotherChainFromItsFirstBlockOn(int height) {
		this.first.mine(HEIGHT);
		this.second.mine(height);
		this.runner.withPropertyValues("headwater.chains.main.deep-reorg=continue").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			awaitTip(events, this.first);
			this.first.stop();
			awaitTip(events, this.second);
			assertThat(events.of(ChainResetEvent.class)).singleElement()
				.satisfies((reset) -> assertThat(reset.reason()).isEqualTo(ChainResetEvent.Reason.CHAIN_RESTARTED));
			assertIsAWalkToTheHeadOf(this.second, events);
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 30, 31, 45, 300, 29, 12 })
	void tellsWhatTheNextNodeHasOtherwiseAsAReorg(int blocks) {
		try (SimulatedNode branch = SimulatedNode.create(this.first.chain()).start()) {
			this.first.mine(HEIGHT);
			this.runner.withPropertyValues("headwater.chains.main.nodes[1].url=" + branch.url()).run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				awaitTip(events, this.first);
				this.first.stop();
				awaitFollowed(context.getBean(HeadStreams.class).get("main"), 1);
				branch.stop();
				branch.chain().reorg(30, blocks);
				branch.start();
				awaitTip(events, branch);
				assertThat(events.of(ReorgEvent.class)).singleElement()
					.satisfies((reorg) -> assertThat(reorg.commonAncestor().number()).isEqualTo(HEIGHT - 30));
				assertIsAWalkToTheHeadOf(branch, events);
			});
		}
	}

	@Test
	@FailureMode(8)
	void takesALaggingNodeForNoReorg() {
		try (SimulatedNode lagging = SimulatedNode.create(this.first.chain()).start()) {
			this.first.mine(HEIGHT);
			SimulatedBlock late = this.first.chain().blockByNumber(HEIGHT - 3);
			lagging.respondWith("eth_getBlockByNumber", (params) -> params.contains("latest") ? late.toJson() : "null");
			lagging.respondWith("eth_blockNumber", (params) -> "\"0x" + Long.toHexString(HEIGHT - 3) + "\"");
			this.runner.withPropertyValues("headwater.chains.main.nodes[1].url=" + lagging.url()).run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				awaitTip(events, this.first);
				this.first.stop();
				awaitFollowed(context.getBean(HeadStreams.class).get("main"), 1);
				lagging.awaitRequest("eth_getBlockByNumber", Duration.ofSeconds(20));
				lagging.respondNormally("eth_getBlockByNumber");
				lagging.mine(3);
				awaitTip(events, lagging);
				assertThat(events.walk()).hasOnlyElementsOfType(NewHeadEvent.class);
				assertIsAWalkToTheHeadOf(lagging, events);
			});
		}
	}

	@Test
	void refusesANodeOfAnotherChainIdAndStaysWithTheOther() {
		try (SimulatedNode other = SimulatedNode.create(new SimulatedChain(5)).start()) {
			this.runner.withPropertyValues("headwater.chains.main.nodes[1].url=" + other.url()).run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				HeadStream stream = context.getBean(HeadStreams.class).get("main");
				awaitTip(events, this.first);
				this.first.stop();
				events.await("refusal", (all) -> stream.nodes().get(1).lastEnd() == ConnectionEnd.OTHER_CHAIN);
				this.first.chain().mine();
				this.first.start();
				awaitTip(events, this.first);
				assertThat(stream.connectionState()).isEqualTo(ConnectionState.LIVE);
				assertThat(stream.nodes()).extracting(NodeStatus::followed).containsExactly(true, false);
				assertIsAWalkToTheHeadOf(this.first, events);
			});
		}
	}

	@Test
	@FailureMode(39)
	void leavesANodeThatReorganisesItsChainInAStorm() {
		try (SimulatedNode branch = SimulatedNode.create(this.first.chain()).start()) {
			this.first.mine(HEIGHT);
			this.runner.withPropertyValues("headwater.chains.main.nodes[1].url=" + branch.url()).run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				HeadStream stream = context.getBean(HeadStreams.class).get("main");
				awaitTip(events, this.first);
				for (int reorg = 0; reorg < 25; reorg++) {
					this.first.reorg(1);
					awaitTip(events, this.first);
				}
				awaitFollowed(stream, 1);
				assertThat(stream.nodes().get(0).lastEnd()).isEqualTo(ConnectionEnd.UNSTABLE);
				assertThat(events.of(ReorgEvent.class)).hasSize(25);
				assertIsAWalkToTheHeadOf(branch, events);
			});
		}
	}

	private static void awaitFollowed(HeadStream stream, int node) {
		Awaitility.await("node " + node)
			.atMost(Duration.ofSeconds(20))
			.until(() -> stream.nodes().get(node).followed());
	}

	private static void awaitTip(RecordedEvents events, SimulatedNode node) {
		events.await("the head of " + node.port(), (all) -> {
			List<Head> heads = all.heads();
			return !heads.isEmpty() && heads.get(heads.size() - 1).hash().toString().equals(node.chain().head().hash());
		});
	}

	private static void assertIsAWalkToTheHeadOf(SimulatedNode node, RecordedEvents events) {
		WalkChecker checker = new WalkChecker(0);
		events.walk().forEach(checker::accept);
		checker.assertComplete();
		assertThat(checker.stack().stream().map((block) -> block.hash().toString()))
			.isSubsetOf(node.chain().canonical().stream().map(SimulatedBlock::hash).toList());
		assertThat(checker.tip()).isNotNull()
			.extracting((tip) -> tip.hash().toString())
			.isEqualTo(node.chain().head().hash());
	}

}
