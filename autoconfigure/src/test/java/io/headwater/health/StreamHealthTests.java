package io.headwater.health;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.headwater.ChainEvent;
import io.headwater.HeadsSkippedEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterHealthAutoConfiguration;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.journal.StreamJournals;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import io.headwater.test.ChaosNode;
import io.headwater.test.HandshakeFaults;
import io.headwater.test.Moment;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.DeafListener;
import io.headwater.testing.FailureMode;
import io.headwater.testing.FixedStore;
import io.headwater.testing.Gate;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The health of a stream whose node, listener or store is driven into each state.
 */
@Timeout(120)
class StreamHealthTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String SECRET = "SECRETKEY";

	/** Whatever is wrong is so for long enough. */
	private static final String SOON = "headwater.health.down-after=1ms";

	private static final String NEVER = "headwater.health.down-after=1h";

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337, 7, () -> Instant.EPOCH)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterHealthAutoConfiguration.class))
		.withBean(Gate.class)
		.withPropertyValues(url(0, this.node.url("/v3/" + SECRET)), "headwater.defaults.reconnect.initial-delay=20ms",
				"headwater.defaults.reconnect.max-delay=100ms", "headwater.defaults.retry.max-retries=0");

	private static String url(int index, URI url) {
		return "headwater.chains.main.nodes[" + index + "].url=" + url;
	}

	@Test
	void isUpWhileItDelivers() {
		run((context) -> {
			await(context, Status.UP, "delivering");
			assertThat(health(context).getDetails()).containsEntry("node", "ws://127.0.0.1:" + this.node.port())
				.containsEntry("connection", "live")
				.containsEntry("delivery", "live")
				.containsKeys("since", "listenerLag", "queueDepth")
				.doesNotContainKey("reason");
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(health(context).getDetails()).containsEntry("head", 0L)
					.containsKey("sinceHead"));
		}, NEVER);
	}

	@Test
	void startsWhileTheNodeIsAwayAndIsDownUntilItIsThere() {
		this.node.stop();
		run((context) -> {
			assertThat(await(context, Status.DOWN, "socket-down").getDetails().get("reason")).asString()
				.contains("127.0.0.1");
			this.node.start();
			await(context, Status.UP, "delivering");
			this.node.stop();
			await(context, Status.DOWN, "socket-down");
		}, SOON);
	}

	@Test
	void doesNotExplainALostConnectionByAListener() {
		run((context) -> {
			await(context, Status.UP, "delivering");
			this.node.stop();
			await(context, Status.DOWN, "socket-down");
			ChainEvent event = new HeadsSkippedEvent("main", 1337, 1, 2, HeadsSkippedEvent.Reason.CATCH_UP_LIMIT,
					Clock.systemUTC());
			for (int i = 0; i < 30; i++) {
				context.getBean(StreamJournals.class).abandoned(event, "blocks.on(HeadsSkippedEvent)");
			}
			assertThat(await(context, Status.DOWN, "socket-down").getDetails().get("reason")).asString()
				.startsWith("ws://127.0.0.1:" + this.node.port());
		}, SOON);
	}

	@Test
	void doesNotExplainASlowListenerByWhatTheNodesDid() {
		run((context) -> {
			Gate gate = context.getBean(Gate.class);
			await(context, Status.UP, "delivering");
			gate.shut();
			this.node.mine();
			await(context, Status.DOWN, "listener-behind");
			this.node.stop();
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(
						() -> assertThat(health(context).getDetails()).doesNotContainEntry("connection", "live"));
			assertThat(await(context, Status.DOWN, "listener-behind").getDetails()).doesNotContainKey("reason");
			gate.open();
		}, "headwater.health.down-after=300ms");
	}

	@Test
	void isUpForAsLongAsTroubleMayLast() {
		this.node.stop();
		run((context) -> await(context, Status.UP, "socket-down"), NEVER);
	}

	@Test
	void tellsThatTheSubscriptionIsSilentOverAllConnections() {
		run((context) -> {
			await(context, Status.UP, "delivering");
			this.node.muteSubscriptions(true);
			this.node.mine();
			await(context, Status.DOWN, "subscription-silent");
			int connections = this.node.handshakes().size();
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
				this.node.mine();
				assertThat(this.node.handshakes()).hasSizeGreaterThan(connections + 1);
				assertThat(health(context).getDetails()).containsEntry("condition", "subscription-silent");
			});
			this.node.muteSubscriptions(false);
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
				this.node.mine();
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			});
		}, SOON, "headwater.chains.main.stale-head.after=100ms");
	}

	@Test
	void tellsThatTheOnlyNodeIsSyncing() {
		this.node.syncingTo(1_000);
		run((context) -> {
			await(context, Status.DOWN, "node-syncing");
			this.node.mine();
			await(context, Status.UP, "delivering");
		}, SOON);
	}

	@Test
	void tellsThatTheNodeThatIsLeftIsBehind() {
		try (SimulatedNode behind = SimulatedNode.create(new SimulatedChain(1337, 7, () -> Instant.EPOCH)).start()) {
			this.node.mine(50);
			run((context) -> {
				await(context, Status.UP, "delivering");
				// Once the next head is there, what the first one says of its node is
				// noted.
				this.node.mine();
				Awaitility.await()
					.atMost(PATIENCE)
					.untilAsserted(() -> assertThat(health(context).getDetails()).containsEntry("head", 51L));
				this.node.stop();
				await(context, Status.DOWN, "node-behind");
				// Each connection tells it anew, and the reading may come between two of
				// them.
				Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
					assertThat(health(context).getDetails()).containsEntry("node", "ws://127.0.0.1:" + behind.port())
						.containsEntry("nodeHead", 0L)
						.containsEntry("head", 51L);
					assertThat(context.getBean(HeadStreams.class).get("main").nodes().get(1).behind()).isTrue();
				});
				behind.mine(52);
				await(context, Status.UP, "delivering");
			}, SOON, url(1, behind.url()));
		}
	}

	@Test
	void tellsWhetherThePreferredNodeIsFollowed() {
		try (SimulatedNode other = SimulatedNode.create(this.node.chain()).start()) {
			run((context) -> {
				assertThat(await(context, Status.UP, "delivering").getDetails()).containsEntry("preferred", true);
				this.node.stop();
				Awaitility.await()
					.atMost(PATIENCE)
					.untilAsserted(() -> assertThat(health(context).getDetails()).containsEntry("preferred", false)
						.containsEntry("node", "ws://127.0.0.1:" + other.port()));
			}, url(1, other.url()));
		}
	}

	@Test
	void tellsThatTheNodeServesNoHeads() {
		this.node.nullNext("eth_getBlockByNumber", 1_000_000);
		run((context) -> {
			await(context, Status.DOWN, "heads-missing");
			this.node.respondNormally("eth_getBlockByNumber");
			await(context, Status.UP, "delivering");
		}, SOON);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void saysThatItWaitsForItsStart(CapturedOutput output) {
		this.node.mine(3);
		run((context) -> {
			await(context, Status.UP, "awaiting-start");
			this.node.mine(2);
			this.node.dropConnections();
			this.node.awaitSubscriptions(1, PATIENCE);
			this.node.mine(1);
			await(context, Status.UP, "awaiting-start");
			assertThat(output)
				.containsOnlyOnce("[main] The stream waits for block 100, with which it is to begin; the node is at 3");
		}, SOON, "headwater.chains.main.start=100");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void saysNothingOfAStartThatIsThere(CapturedOutput output) {
		this.node.mine(3);
		run((context) -> {
			awaitHead(context, 3);
			assertThat(output).doesNotContain("The stream waits");
		}, SOON, "headwater.chains.main.start=3");
	}

	@Test
	void isUpWhileItAwaitsItsStart() {
		run((context) -> await(context, Status.UP, "awaiting-start"), SOON, "headwater.chains.main.start=100");
	}

	@Test
	void tellsThatAListenerIsBehind() {
		run((context) -> {
			Gate gate = context.getBean(Gate.class);
			await(context, Status.UP, "delivering");
			gate.shut();
			this.node.mine(20);
			await(context, Status.DOWN, "listener-behind");
			gate.open();
			await(context, Status.UP, "delivering");
		}, "headwater.health.down-after=300ms", "headwater.chains.main.queue-capacity=4");
	}

	@Test
	void isDownAtOnceWhenAListenerHasFailed() {
		run((context) -> {
			await(context, Status.UP, "delivering");
			context.getBean(Gate.class).fail(true);
			this.node.mine();
			assertThat(await(context, Status.DOWN, "listener-failed").getDetails().get("reason")).asString()
				.contains("gate.on(NewHeadEvent)");
			context.getBean(Gate.class).fail(false);
			stream(context).resume();
			await(context, Status.UP, "delivering");
		}, NEVER, "headwater.chains.main.on-failure=halt");
	}

	@Test
	void isDownAtOnceWhenContinuityCannotBeShown() {
		run((context) -> {
			await(context, Status.UP, "delivering");
			this.node.mine(10);
			awaitHead(context, 10);
			this.node.reorg(8);
			assertThat(await(context, Status.DOWN, "halted").getDetails().get("reason")).asString().isNotBlank();
			stream(context).acknowledge();
			await(context, Status.UP, "delivering");
		}, NEVER, "headwater.chains.main.window=4");
	}

	@Test
	void isDownAtOnceOnTheWrongChain() {
		run((context) -> {
			assertThat(await(context, Status.DOWN, "wrong-chain").getDetails().get("reason")).asString()
				.contains("1337");
			assertThat(health(context).getDetails()).doesNotContainKey("node");
		}, NEVER, "headwater.chains.main.chain-id=5");
	}

	@Test
	void isDownAtOnceWhenTheCredentialsAreRefusedAndStaysSoOverAttempts() {
		try (ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337))) {
			chaos.always(Moment.HANDSHAKE, HandshakeFaults.status(401));
			URI url = chaos.node().url("/v3/" + SECRET + "?key=" + SECRET);
			run((context) -> {
				Health health = await(context, Status.DOWN, "credentials-refused");
				assertThat(health.toString()).contains("401").doesNotContain(SECRET);
				Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
					assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
					assertThat(chaos.node().handshakes()).hasSizeGreaterThan(2);
				});
				chaos.heal();
				await(context, Status.UP, "delivering");
			}, NEVER, url(0, url), "headwater.chains.main.reconnect.refused-delay=300ms");
		}
	}

	@Test
	void isDownAtOnceAtAnEndpointWithoutSubscriptions() {
		this.node.failNext("eth_subscribe", -32601, "notifications not supported");
		run((context) -> await(context, Status.DOWN, "no-subscriptions"), NEVER);
	}

	@Test
	void isUpWhilePaused() {
		run((context) -> {
			await(context, Status.UP, "delivering");
			stream(context).pause();
			await(context, Status.UP, "paused");
			this.node.stop();
			await(context, Status.DOWN, "socket-down");
		}, SOON);
	}

	@Test
	void isUpOnStandby() {
		ApplicationContextRunner standby = this.runner.withBean(CheckpointStore.class, FixedStore.HeldByAnother::new);
		standby.withPropertyValues(SOON, "headwater.checkpoint.namespace=test").run((context) -> {
			await(context, Status.UP, "standby");
			assertThat(health(context).getDetails()).containsEntry("lease.owner", "host-a/18151/0b1c")
				.containsKey("lease.expires");
		});
	}

	@Test
	@FailureMode(48)
	void isDownWhileAListenerOfAnEarlierRunDoesNotReturn() {
		DeafListener deaf = new DeafListener();
		this.runner.withBean(DeafListener.class, () -> deaf)
			.withPropertyValues(SOON, "headwater.chains.main.shutdown-timeout=50ms")
			.run((context) -> {
				deaf.awaitEntered();
				context.getBean(HeadStreams.class).get("main").stop();
				context.getBean(HeadStreams.class).get("main").start();
				Health health = await(context, Status.DOWN, "listener-abandoned");
				assertThat(health.getDetails()).containsEntry("reason", "a listener of an earlier run still runs");
				deaf.open();
				await(context, Status.UP, "delivering");
			});
	}

	@Test
	void tellsThatTheCheckpointCannotBeRead() {
		this.runner.withBean(CheckpointStore.class, BrokenStore::new)
			.withPropertyValues(SOON, "headwater.checkpoint.namespace=test")
			.run((context) -> assertThat(
					await(context, Status.DOWN, "checkpoint-unreadable").getDetails().get("reason"))
				.asString()
				.startsWith("The store of checkpoints failed: "));
	}

	@Test
	void isUnknownWhileStopped() {
		run((context) -> {
			await(context, Status.UNKNOWN, "stopped");
			context.getBean(HeadStreams.class).get("main").start();
			await(context, Status.UP, "delivering");
			context.getBean(HeadStreams.class).get("main").stop();
			await(context, Status.UNKNOWN, "stopped");
		}, SOON, "headwater.chains.main.auto-startup=false");
	}

	private void run(ThrowingConsumer<AssertableApplicationContext> test, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context);
		});
	}

	private static HeadStream stream(AssertableApplicationContext context) {
		return context.getBean(HeadStreams.class).get("main");
	}

	private static Health health(AssertableApplicationContext context) {
		HealthIndicator indicator = (HealthIndicator) context
			.getBean("headwaterHealthContributor", CompositeHealthContributor.class)
			.getContributor("main");
		assertThat(indicator).isNotNull();
		return indicator.health();
	}

	private static Health await(AssertableApplicationContext context, Status status, String condition) {
		return Awaitility.await(condition).atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
			Health health = health(context);
			assertThat(health.toString()).doesNotContain(SECRET);
			return health;
		}, (health) -> health.getStatus().equals(status) && Map.of("condition", condition)
			.entrySet()
			.stream()
			.allMatch(health.getDetails().entrySet()::contains));
	}

	private static void awaitHead(AssertableApplicationContext context, long number) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> Long.valueOf(number).equals(health(context).getDetails().get("head")));
	}

	private static final class BrokenStore implements CheckpointStore {

		@Override
		public @Nullable StoredCheckpoint load(CheckpointKey key) {
			throw new IllegalStateException("expected by a test");
		}

		@Override
		public void save(CheckpointKey key, CheckpointUpdate update) {
			throw new IllegalStateException("expected by a test");
		}

		@Override
		public void delete(CheckpointKey key) {
		}

	}

}
