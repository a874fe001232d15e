package io.headwater.metrics;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.ConnectionState;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.StoreCall;
import io.headwater.dispatch.ListenerOutcome;
import io.headwater.dispatch.SampleEvents;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.stream.ConnectionEnd;
import io.headwater.stream.HeadStreams;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What is measured, and under which names.
 */
class HeadwaterMetersTests {

	private static final String LISTENER = "wallet.on(NewHeadEvent)";

	private static final CheckpointKey KEY = new CheckpointKey("application", "main");

	private static final Checkpoint CHECKPOINT = new Checkpoint(1, SampleEvents.head(1).head().ref(), null, null, null);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final AtomicLong nanoTime = new AtomicLong();

	/** Five seconds after the timestamp of sample head 10. */
	private final Clock clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000 + 12 * 10 + 5), ZoneOffset.UTC);

	private final MeteredDispatch dispatch = new MeteredDispatch(this.registry, this.clock, this.nanoTime::get, true);

	private final MeteredCheckpoints checkpoints = new MeteredCheckpoints(this.registry);

	private final MeteredStreams streams = new MeteredStreams(this.registry);

	@ParameterizedTest
	@EnumSource
	void registersEachMeterAsDocumented(HeadwaterMeters documented) {
		measureEverything();
		assertThat(this.registry.find(documented.getName()).meters()).isNotEmpty().allSatisfy((meter) -> {
			assertThat(meter.getId().getType()).isEqualTo(documented.getType());
			assertThat(meter.getId().getDescription()).isEqualTo(documented.getDescription()).isNotBlank();
			assertThat(meter.getId().getTags()).extracting(Tag::getKey)
				.containsExactlyInAnyOrder(
						Arrays.stream(documented.getKeyNames()).map(KeyName::asString).toArray(String[]::new));
		});
	}

	@Test
	void registersNoMeterThatIsNotDocumented() {
		measureEverything();
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.containsOnly(Arrays.stream(HeadwaterMeters.values()).map(HeadwaterMeters::getName).toArray(String[]::new));
	}

	@Test
	void documentsTagsThatCannotBeChangedFromOutside() {
		HeadwaterMeters.HEADS.getKeyNames()[0] = HeadwaterMeters.Tag.REASON;
		assertThat(HeadwaterMeters.HEADS.getKeyNames()).containsExactly(HeadwaterMeters.Tag.CHAIN,
				HeadwaterMeters.Tag.ORIGIN);
	}

	@Test
	void tagValuesAreConstantsOrConfiguredNames() {
		measureEverything();
		Map<String, Set<String>> values = this.registry.getMeters()
			.stream()
			.flatMap((meter) -> meter.getId().getTags().stream())
			.collect(Collectors.groupingBy(Tag::getKey, Collectors.mapping(Tag::getValue, Collectors.toSet())));
		assertThat(values).containsOnly( //
				Map.entry("chain", Set.of("main")), //
				Map.entry("listener", Set.of(LISTENER)), //
				Map.entry("event", Set.of("NewHeadEvent")), //
				Map.entry("outcome",
						with(causes(), "success", "failure", "stopped", "error", "malformed", "timeout", "disconnected",
								"rejected")),
				Map.entry("origin", Set.of("live", "catch-up", "replay")), //
				Map.entry("reason",
						with(causes(), "catch-up-limit", "pruned", "beyond-window", "chain-restarted", "finality",
								"replay", "not-json", "not-json-rpc", "unknown-id", "unknown-subscription",
								"unknown-method", "malformed-notification")),
				Map.entry("method", Set.of("eth_chainId")), //
				Map.entry("state",
						Set.of("stopped", "connecting", "subscribing", "live", "waiting", "refused", "standby",
								"catching-up", "backlogged", "paused", "halted")), //
				Map.entry("call", Set.of("load", "save", "acquire", "renew", "release")), //
				Map.entry("node", Set.of("0")));
	}

	private static Set<String> causes() {
		return Set.of("unreachable", "connect-timeout", "not-upgraded", "unavailable", "denied", "rate-limited", "tls",
				"other-chain", "no-subscriptions", "no-answer", "closed-as-planned", "closed", "silent", "protocol",
				"message-too-long", "send-failed", "stale", "behind", "unstable", "on-demand", "defect");
	}

	private static Set<String> with(Set<String> values, String... others) {
		Set<String> all = new HashSet<>(values);
		all.addAll(Set.of(others));
		return all;
	}

	@Test
	void metersDoNotGrowWithWhatANodeSendsOrAListenerThrows() {
		measureEverything();
		int meters = this.registry.getMeters().size();
		for (int number = 0; number < 500; number++) {
			NewHeadEvent event = SampleEvents.head(number);
			this.dispatch.delivering(event, 1, number);
			this.dispatch.listenerCalled(event, LISTENER);
			Throwable failure = (number % 2 == 0) ? new IllegalStateException("failure " + number)
					: new UnsupportedOperationException("failure " + number);
			this.dispatch.listenerFinished(event, LISTENER, number, ListenerOutcome.FAILURE, failure);
			this.dispatch.failed(event, failure);
			this.dispatch.gaveUp(event, LISTENER);
		}
		assertThat(this.registry.getMeters()).hasSize(meters);
	}

	@Test
	void countsHeadsByOrigin() {
		deliver(SampleEvents.head("main", 1, HeadOrigin.LIVE));
		deliver(SampleEvents.head("main", 2, HeadOrigin.LIVE));
		deliver(SampleEvents.head("main", 3, HeadOrigin.CATCH_UP));
		deliver(SampleEvents.head("other", 4, HeadOrigin.REPLAY));
		assertThat(heads("main", "live")).isEqualTo(2);
		assertThat(heads("main", "catch-up")).isEqualTo(1);
		assertThat(heads("main", "replay")).isZero();
		assertThat(heads("other", "replay")).isEqualTo(1);
	}

	@Test
	void tellsTheNumberOfTheNewestHeadOfEachChain() {
		deliver(SampleEvents.skipped(1, 4));
		assertThat(headNumber("main")).isNaN();
		deliver(SampleEvents.head("main", 17, HeadOrigin.LIVE));
		deliver(SampleEvents.head("other", 5, HeadOrigin.LIVE));
		assertThat(headNumber("main")).isEqualTo(17);
		assertThat(headNumber("other")).isEqualTo(5);
		deliver(SampleEvents.head("main", 16, HeadOrigin.LIVE));
		assertThat(headNumber("main")).isEqualTo(16);
	}

	@Test
	void aReplayedHeadIsNotTheNewestOne() {
		deliver(SampleEvents.head("main", 10, HeadOrigin.LIVE));
		deliver(SampleEvents.head("main", 3, HeadOrigin.REPLAY));
		assertThat(headNumber("main")).isEqualTo(10);
		assertThat(headAge()).isEqualTo(5);
	}

	@Test
	void tellsTheAgeOfTheNewestHeadByItsTimestamp() {
		deliver(SampleEvents.skipped(1, 4));
		assertThat(headAge()).isNaN();
		deliver(SampleEvents.head(8));
		assertThat(headAge()).isEqualTo(29);
		deliver(SampleEvents.head(11));
		assertThat(headAge()).as("of the future").isZero();
	}

	@Test
	void timesAnnouncedHeadsFromTheirTimestampAndNoOthers() {
		deliver(SampleEvents.head("main", 8, HeadOrigin.CATCH_UP));
		deliver(SampleEvents.head("main", 10, HeadOrigin.LIVE));
		deliver(SampleEvents.head("main", Long.MAX_VALUE / 12 - 1_700_000_000, HeadOrigin.LIVE));
		deliver(SampleEvents.head("main", 9, HeadOrigin.REPLAY));
		Timer timer = this.registry.get("headwater.head.latency").tags("chain", "main").timer();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(5);
	}

	@Test
	void countsRunsOfFetchedHeadsButNotTheFirstOne() {
		deliver(SampleEvents.head("main", 1, HeadOrigin.CATCH_UP));
		deliver(SampleEvents.head("main", 2, HeadOrigin.CATCH_UP));
		deliver(SampleEvents.head("main", 3, HeadOrigin.LIVE));
		assertThat(gaps()).isZero();
		deliver(SampleEvents.head("main", 4, HeadOrigin.CATCH_UP));
		deliver(SampleEvents.head("main", 5, HeadOrigin.CATCH_UP));
		deliver(SampleEvents.head("main", 1, HeadOrigin.REPLAY));
		deliver(SampleEvents.head("main", 6, HeadOrigin.CATCH_UP));
		deliver(SampleEvents.head("main", 7, HeadOrigin.LIVE));
		deliver(SampleEvents.head("main", 8, HeadOrigin.CATCH_UP));
		assertThat(gaps()).isEqualTo(2);
	}

	private double gaps() {
		return this.registry.get("headwater.gaps").tags("chain", "main").counter().count();
	}

	@Test
	void tellsTheNumbersOfTheSafeAndTheFinalizedHead() {
		Head head = SampleEvents.head(7).head();
		deliver(SampleEvents.head(8));
		assertThat(number("headwater.safe.number")).isNaN();
		deliver(new SafeHeadEvent("main", 1, head, this.clock));
		assertThat(number("headwater.safe.number")).isEqualTo(7);
		assertThat(number("headwater.finalized.number")).isNaN();
		deliver(new FinalizedHeadEvent("main", 1, SampleEvents.head(5).head(), this.clock));
		assertThat(number("headwater.finalized.number")).isEqualTo(5);
	}

	private double number(String meter) {
		return this.registry.get(meter).tags("chain", "main").gauge().value();
	}

	@Test
	void measuresHowDeepReorgsAre() {
		BlockRef ancestor = SampleEvents.head(1).head().ref();
		List<BlockRef> reverted = List.of(SampleEvents.head(3).head().ref(), SampleEvents.head(2).head().ref());
		deliver(new ReorgEvent("main", 1, ancestor, reverted, this.clock));
		deliver(SampleEvents.reorg(9));
		DistributionSummary depth = this.registry.get("headwater.reorg.depth").tags("chain", "main").summary();
		assertThat(depth.count()).isEqualTo(2);
		assertThat(depth.totalAmount()).isEqualTo(3);
		assertThat(depth.max()).isEqualTo(2);
	}

	@Test
	void countsSkippedHeadsAndResets() {
		deliver(SampleEvents.head(1));
		assertThat(count("headwater.heads.skipped", "pruned")).isZero();
		assertThat(count("headwater.resets", "finality")).isZero();
		deliver(SampleEvents.skipped(2, 5));
		deliver(SampleEvents.skipped(9, 9));
		deliver(SampleEvents.reset(9, 4));
		assertThat(count("headwater.heads.skipped", "pruned")).isEqualTo(5);
		assertThat(count("headwater.heads.skipped", "catch-up-limit")).isZero();
		assertThat(count("headwater.resets", "beyond-window")).isEqualTo(1);
	}

	private double count(String meter, String reason) {
		return this.registry.get(meter).tags("chain", "main", "reason", reason).counter().count();
	}

	private double headAge() {
		return this.registry.get("headwater.head.age").tags("chain", "main").timeGauge().value(TimeUnit.SECONDS);
	}

	@Test
	void countsAttemptsAfterTheFirst() {
		deliver(SampleEvents.head(1));
		assertThat(this.registry.find("headwater.listener.retries").counter()).isNull();
		this.dispatch.delivering(SampleEvents.head(1), 2, 1);
		this.dispatch.delivering(SampleEvents.head(1), 3, 1);
		assertThat(this.registry.get("headwater.listener.retries")
			.tags("chain", "main", "event", "NewHeadEvent")
			.counter()
			.count()).isEqualTo(2);
	}

	@Test
	void timesSavesOfCheckpointsAndCountsTheirFailures() {
		this.checkpoints.saved(KEY, CHECKPOINT, 3_000_000);
		this.checkpoints.saved(KEY, CHECKPOINT, 4_000_000);
		this.checkpoints.failed(KEY, StoreCall.SAVE, new IllegalStateException("expected by a test"));
		Timer saves = this.registry.get("headwater.checkpoint.saves").tags("chain", "main").timer();
		assertThat(saves.count()).isEqualTo(2);
		assertThat(saves.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
		assertThat(this.registry.get("headwater.checkpoint.failures").tags("call", "save").counter().count())
			.isEqualTo(1);
	}

	@Test
	void timesDeliveries() {
		this.dispatch.delivering(SampleEvents.head(1), 1, 2_000_000);
		this.dispatch.delivering(SampleEvents.skipped(2, 3), 1, 4_000_000);
		Timer timer = this.registry.get("headwater.delivery.latency").tags("chain", "main").timer();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(6);
	}

	@Test
	void measuresNoDeliveryOfChangesOfState() {
		this.dispatch.delivering(SampleEvents.connection(ConnectionState.LIVE, ConnectionState.WAITING), 1, 5_000_000);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void measuresAnEventOnceHoweverOftenItIsTried() {
		this.dispatch.delivering(SampleEvents.head(1), 1, 2_000_000);
		this.dispatch.delivering(SampleEvents.head(1), 2, 900_000_000);
		Timer timer = this.registry.get("headwater.delivery.latency").tags("chain", "main").timer();
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2);
		assertThat(heads("main", "live")).isEqualTo(1);
	}

	@Test
	void countsEventsThatAreGivenUp() {
		this.dispatch.gaveUp(SampleEvents.head(1), LISTENER);
		this.dispatch.gaveUp(SampleEvents.head(1), null);
		this.dispatch.gaveUp(SampleEvents.skipped(2, 3), LISTENER);
		assertThat(givenUp("NewHeadEvent")).isEqualTo(2);
		assertThat(givenUp("HeadsSkippedEvent")).isEqualTo(1);
	}

	private double givenUp(String event) {
		return this.registry.get("headwater.events.given-up").tags("chain", "main", "event", event).counter().count();
	}

	@Test
	void timesListenersByEventAndOutcome() {
		finish(SampleEvents.head(1), LISTENER, 3_000_000, null);
		finish(SampleEvents.head(2), LISTENER, 5_000_000, null);
		finish(SampleEvents.head(3), LISTENER, 7_000_000, new StackOverflowError("expected by a test"));
		finish(SampleEvents.skipped(4, 5), "audit", 9_000_000, null);
		assertThat(listenerTime(LISTENER, "NewHeadEvent", "success")).isEqualTo(8);
		assertThat(listenerTime(LISTENER, "NewHeadEvent", "failure")).isEqualTo(7);
		assertThat(listenerTime("audit", "HeadsSkippedEvent", "success")).isEqualTo(9);
	}

	@Test
	void showsTheAgeOfARunningCallOnceItIsLongerThanTheLastOne() {
		this.nanoTime.set(1_000_000_000);
		finish(SampleEvents.head(1), LISTENER, 50_000_000, null);
		assertThat(latest()).isEqualTo(50, within(1e-6));
		this.dispatch.listenerCalled(SampleEvents.head(2), LISTENER);
		this.nanoTime.addAndGet(20_000_000);
		assertThat(latest()).isEqualTo(50, within(1e-6));
		this.nanoTime.addAndGet(600_000_000);
		assertThat(latest()).isEqualTo(620, within(1e-6));
		this.dispatch.listenerFinished(SampleEvents.head(2), LISTENER, 620_000_000, ListenerOutcome.SUCCESS, null);
		this.nanoTime.addAndGet(600_000_000);
		assertThat(latest()).isEqualTo(620, within(1e-6));
		finish(SampleEvents.head(3), LISTENER, 1_000_000, null);
		assertThat(latest()).isEqualTo(1, within(1e-6));
	}

	@Test
	void showsTheAgeOfACallThatBeganWhenTheClockWasAtZero() {
		this.nanoTime.set(0);
		this.dispatch.listenerCalled(SampleEvents.head(1), LISTENER);
		this.nanoTime.set(5_000_000);
		assertThat(latest()).isEqualTo(5, within(1e-5));
	}

	@Test
	void countsFailuresByEvent() {
		this.dispatch.failed(SampleEvents.head(1), new IllegalStateException("expected by a test"));
		this.dispatch.failed(SampleEvents.head(2), new IllegalStateException("expected by a test"));
		this.dispatch.failed(SampleEvents.connection(ConnectionState.LIVE, ConnectionState.WAITING),
				new IllegalStateException("expected by a test"));
		assertThat(this.registry.get("headwater.listener.failures").tags("event", "NewHeadEvent").counter().count())
			.isEqualTo(2);
		assertThat(this.registry.get("headwater.listener.failures")
			.tags("event", "StreamStateChangedEvent")
			.counter()
			.count()).isEqualTo(1);
	}

	@Test
	void countsRejectedFramesAndCalls() {
		this.streams.frameRejected("main", FrameRejection.NOT_JSON);
		this.streams.frameRejected("main", FrameRejection.NOT_JSON);
		this.streams.called("main", "eth_chainId", CallOutcome.SUCCESS);
		this.streams.called("main", "eth_chainId", CallOutcome.TIMEOUT);
		assertThat(this.registry.get("headwater.frames.rejected").tags("reason", "not-json").counter().count())
			.isEqualTo(2);
		assertThat(this.registry.get("headwater.calls").tags("outcome", "success").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("headwater.calls").tags("outcome", "timeout").counter().count()).isEqualTo(1);
	}

	@Test
	void countsAttemptsByOutcomeAndLossesByCause() {
		this.streams.connected("main");
		this.streams.disconnected("main", ConnectionEnd.SILENT, "node.example: down", true);
		this.streams.disconnected("main", ConnectionEnd.UNREACHABLE, "node.example: down", false);
		this.streams.disconnected("main", ConnectionEnd.UNREACHABLE, "node.example: down", false);
		assertThat(attempts("success")).isEqualTo(1);
		assertThat(attempts("unreachable")).isEqualTo(2);
		assertThat(this.registry.get("headwater.connection.losses").tags("reason", "silent").counter().count())
			.isEqualTo(1);
	}

	private double attempts(String outcome) {
		return this.registry.get("headwater.connection.attempts").tags("outcome", outcome).counter().count();
	}

	@Test
	void showsTheStateOfEachConnectionAndNoLagThatIsNotKnown() {
		bindStreams();
		assertThat(this.registry.get("headwater.connection.state").tags("state", "stopped").gauge().value())
			.isEqualTo(1);
		assertThat(this.registry.get("headwater.connection.state").tags("state", "live").gauge().value()).isZero();
		assertThat(this.registry.get("headwater.delivery.state").tags("state", "stopped").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("headwater.delivery.state").tags("state", "halted").gauge().value()).isZero();
		assertThat(number("headwater.checkpoint.number")).isNaN();
		assertThat(number("headwater.checkpoint.unsaved")).isZero();
		assertThat(this.registry.get("headwater.node.lag").tags("node", "0").gauge().value()).isNaN();
	}

	@Test
	void readsEachStream() {
		bindStreams("headwater.chains.main.queue-capacity=7", "headwater.chains.other.nodes[0].url=ws://other.example",
				"headwater.chains.other.queue-capacity=9");
		assertThat(this.registry.get("headwater.queue.capacity").tags("chain", "main").gauge().value()).isEqualTo(7);
		assertThat(this.registry.get("headwater.queue.capacity").tags("chain", "other").gauge().value()).isEqualTo(9);
		assertThat(this.registry.get("headwater.queue.depth").tags("chain", "main").gauge().value()).isZero();
		TimeGauge lag = this.registry.get("headwater.listener.lag").tags("chain", "main").timeGauge();
		assertThat(lag.value(TimeUnit.SECONDS)).isZero();
		TimeGauge age = this.registry.get("headwater.queue.age").tags("chain", "main").timeGauge();
		assertThat(age.value(TimeUnit.SECONDS)).isZero();
		assertThat(this.registry.get("headwater.queue.full").tags("chain", "main").functionCounter().count()).isZero();
		TimeGauge lastFrame = this.registry.get("headwater.connection.last-frame.age")
			.tags("chain", "main")
			.timeGauge();
		assertThat(lastFrame.value(TimeUnit.SECONDS)).isNaN();
	}

	/** Drives whatever there is, each with every constant. */
	private void measureEverything() {
		for (HeadOrigin origin : HeadOrigin.values()) {
			deliver(SampleEvents.head("main", 1, origin));
		}
		finish(SampleEvents.head(1), LISTENER, 1, null);
		finish(SampleEvents.head(1), LISTENER, 1, new IllegalStateException("expected by a test"));
		for (ListenerOutcome outcome : ListenerOutcome.values()) {
			this.dispatch.listenerFinished(SampleEvents.head(1), LISTENER, 1, outcome, null);
		}
		this.dispatch.failed(SampleEvents.head(1), new IllegalStateException("expected by a test"));
		this.dispatch.gaveUp(SampleEvents.head(1), LISTENER);
		for (FrameRejection rejection : FrameRejection.values()) {
			this.streams.frameRejected("main", rejection);
		}
		for (CallOutcome outcome : CallOutcome.values()) {
			this.streams.called("main", "eth_chainId", outcome);
		}
		this.streams.connected("main");
		this.streams.probed("main", null);
		for (ConnectionEnd cause : ConnectionEnd.values()) {
			this.streams.disconnected("main", cause, "node.example: down", true);
			this.streams.disconnected("main", cause, "node.example: down", false);
			this.streams.probed("main", cause);
		}
		this.streams.failedOver("main");
		this.streams.resubscribed("main");
		this.streams.reorgStorm("main");
		for (StoreCall call : StoreCall.values()) {
			this.checkpoints.failed(KEY, call, new IllegalStateException("expected by a test"));
		}
		this.checkpoints.saved(KEY, CHECKPOINT, 1);
		this.dispatch.delivering(SampleEvents.head(1), 2, 1);
		bindStreams();
	}

	private void bindStreams(String... properties) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
			.withPropertyValues("headwater.defaults.auto-startup=false",
					"headwater.chains.main.nodes[0].url=ws://node.example")
			.withPropertyValues(properties)
			.run((context) -> new StreamGauges(context.getBean(HeadStreams.class)).bindTo(this.registry));
	}

	private void deliver(ChainEvent event) {
		this.dispatch.delivering(event, 1, 1);
	}

	private void finish(ChainEvent event, String listener, long nanos, Throwable failure) {
		this.dispatch.listenerCalled(event, listener);
		this.dispatch.listenerFinished(event, listener, nanos,
				(failure != null) ? ListenerOutcome.FAILURE : ListenerOutcome.SUCCESS, failure);
	}

	private double heads(String chain, String origin) {
		return this.registry.get("headwater.heads").tags("chain", chain, "origin", origin).counter().count();
	}

	private double headNumber(String chain) {
		return this.registry.get("headwater.head.number").tags("chain", chain).gauge().value();
	}

	private double listenerTime(String listener, String event, String outcome) {
		return this.registry.get("headwater.listener.latency")
			.tags("chain", "main", "listener", listener, "event", event, "outcome", outcome)
			.timer()
			.totalTime(TimeUnit.MILLISECONDS);
	}

	private double latest() {
		return this.registry.get("headwater.listener.latency.last")
			.tags("chain", "main", "listener", LISTENER)
			.timeGauge()
			.value(TimeUnit.MILLISECONDS);
	}

}
