package io.headwater.observability;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.headwater.HeadOrigin;
import io.headwater.NewHeadEvent;
import io.headwater.chain.AnnouncementFault;
import io.headwater.checkpoint.StoreCall;
import io.headwater.dispatch.ListenerOutcome;
import io.headwater.dispatch.SampleEvents;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.node.ConnectionEnd;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is measured stands in the documentation, and its tags do not grow.
 */
class HeadwaterMetersTests {

	private final MeterFixture fixture = new MeterFixture();

	private final SimpleMeterRegistry registry = this.fixture.registry;

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
				Map.entry("listener", Set.of(MeterFixture.LISTENER)), //
				Map.entry("event", Set.of("NewHeadEvent")), //
				Map.entry("outcome",
						with(causes(), "success", "failure", "stopped", "error", "malformed", "timeout", "disconnected",
								"rejected")),
				Map.entry("origin", Set.of("live", "catch-up", "replay")), //
				Map.entry("reason",
						with(causes(), "catch-up-limit", "pruned", "beyond-window", "chain-restarted", "finality",
								"replay", "not-json", "not-json-rpc", "unknown-id", "unknown-subscription",
								"unknown-method", "malformed-notification", "unreadable", "no-hash", "own-parent",
								"no-parent", "other-number", "not-served")),
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
				"message-too-long", "send-failed", "stale", "behind", "unstable", "unserved", "unlinked", "fail-back",
				"on-demand", "defect");
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
			this.fixture.dispatch.delivering(event, 1, number);
			this.fixture.dispatch.listenerCalled(event, MeterFixture.LISTENER);
			Throwable failure = (number % 2 == 0) ? new IllegalStateException("failure " + number)
					: new UnsupportedOperationException("failure " + number);
			this.fixture.dispatch.listenerFinished(event, MeterFixture.LISTENER, number, ListenerOutcome.FAILURE,
					failure);
			this.fixture.dispatch.failed(event, failure);
			this.fixture.dispatch.abandoned(event, MeterFixture.LISTENER);
		}
		assertThat(this.registry.getMeters()).hasSize(meters);
	}

	/** Drives whatever there is, each with every constant. */
	private void measureEverything() {
		for (HeadOrigin origin : HeadOrigin.values()) {
			this.fixture.deliver(SampleEvents.head("main", 1, origin));
		}
		this.fixture.finish(SampleEvents.head(1), MeterFixture.LISTENER, 1, null);
		this.fixture.finish(SampleEvents.head(1), MeterFixture.LISTENER, 1,
				new IllegalStateException("expected by a test"));
		for (ListenerOutcome outcome : ListenerOutcome.values()) {
			this.fixture.dispatch.listenerFinished(SampleEvents.head(1), MeterFixture.LISTENER, 1, outcome, null);
		}
		this.fixture.dispatch.failed(SampleEvents.head(1), new IllegalStateException("expected by a test"));
		this.fixture.dispatch.abandoned(SampleEvents.head(1), MeterFixture.LISTENER);
		for (FrameRejection rejection : FrameRejection.values()) {
			this.fixture.streams.frameRejected("main", rejection);
		}
		for (AnnouncementFault fault : AnnouncementFault.values()) {
			this.fixture.streams.announcementRejected("main", fault);
		}
		for (CallOutcome outcome : CallOutcome.values()) {
			this.fixture.streams.called("main", "eth_chainId", outcome);
		}
		this.fixture.streams.connected("main");
		this.fixture.streams.probed("main", null);
		for (ConnectionEnd cause : ConnectionEnd.values()) {
			this.fixture.streams.disconnected("main", cause, "node.example: down", true);
			this.fixture.streams.disconnected("main", cause, "node.example: down", false);
			this.fixture.streams.probed("main", cause);
		}
		this.fixture.streams.failedOver("main");
		this.fixture.streams.resubscribed("main");
		this.fixture.streams.reorgStorm("main");
		for (StoreCall call : StoreCall.values()) {
			this.fixture.checkpoints.failed(MeterFixture.KEY, call, new IllegalStateException("expected by a test"));
		}
		this.fixture.checkpoints.saved(MeterFixture.KEY, MeterFixture.CHECKPOINT, 1);
		this.fixture.dispatch.delivering(SampleEvents.head(1), 2, 1);
		this.fixture.bindStreams();
	}

}
