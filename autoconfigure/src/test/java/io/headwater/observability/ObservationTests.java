package io.headwater.observability;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import brave.handler.MutableSpan;
import brave.test.TestSpanHandler;
import io.headwater.NewHeadEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterMetricsAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterObservationAutoConfiguration;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.SampleEvents;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What an application with Boot's metrics and a tracer sees of the heads that a simulated
 * node announces.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ObservationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String WALLET = "wallet.on(NewHeadEvent)";

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class,
				HeadwaterMetricsAutoConfiguration.class, HeadwaterObservationAutoConfiguration.class))
		.withBean("wallet", Wallet.class)
		.withBean("audit", Audit.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url(), "headwater.chains.main.start=0",
				"headwater.chains.main.retry.delay=1ms", "headwater.observation.enabled=true");

	private final ApplicationContextRunner metered = this.bare.withConfiguration(
			AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class));

	private final ApplicationContextRunner traced = this.metered
		.withConfiguration(
				AutoConfigurations.of(BraveAutoConfiguration.class, MicrometerTracingAutoConfiguration.class))
		.withBean(TestSpanHandler.class)
		.withPropertyValues("management.tracing.sampling.probability=1.0");

	@Test
	void makesATraceOfEachHeadWithASpanOfEachListener() {
		this.traced.run((context) -> {
			TestSpanHandler spans = context.getBean(TestSpanHandler.class);
			this.node.mine(2);
			List<MutableSpan> heads = await(spans, "deliver NewHeadEvent", 3);
			assertThat(heads).extracting(MutableSpan::traceId).doesNotHaveDuplicates();
			assertThat(heads).extracting(MutableSpan::parentId).containsOnlyNulls();
			MutableSpan last = heads.get(2);
			assertThat(last.tags()).containsOnly(entry("chain", "main"), entry("event", "NewHeadEvent"),
					entry("attempt", "1"), entry("head.number", "2"),
					entry("head.hash", this.node.chain().head().hash()));
			assertThat(spans.spans()).filteredOn((span) -> last.id().equals(span.parentId()))
				.extracting(MutableSpan::name, MutableSpan::traceId)
				.containsExactly(tuple(WALLET, last.traceId()), tuple("audit.on(NewHeadEvent)", last.traceId()));
		});
	}

	@Test
	void leavesWhatAListenerDoesToItsOwnSpan() {
		this.traced.run((context) -> {
			TestSpanHandler spans = context.getBean(TestSpanHandler.class);
			MutableSpan work = await(spans, "query", 1).get(0);
			MutableSpan wallet = await(spans, WALLET, 1).get(0);
			assertThat(work.parentId()).isEqualTo(wallet.id());
			assertThat(work.traceId()).isEqualTo(wallet.traceId());
		});
	}

	@Test
	void marksTheSpansOfAListenerThatFails() {
		this.traced.run((context) -> {
			TestSpanHandler spans = context.getBean(TestSpanHandler.class);
			await(spans, WALLET, 1);
			context.getBean(Wallet.class).failures = 1;
			this.node.mine();
			List<MutableSpan> calls = await(spans, WALLET, 3);
			assertThat(calls.get(1).error()).isNotNull();
			assertThat(calls.get(1).tags()).containsEntry("outcome", "failure");
			assertThat(calls.get(2).error()).isNull();
			assertThat(calls.get(2).tags()).containsEntry("outcome", "success");
			List<MutableSpan> attempts = await(spans, "deliver NewHeadEvent", 3);
			assertThat(attempts).extracting((span) -> span.tag("head.number")).containsExactly("0", "1", "1");
			assertThat(attempts).extracting((span) -> span.tag("attempt")).containsExactly("1", "1", "2");
			assertThat(attempts).extracting((span) -> span.error() != null).containsExactly(false, true, false);
		});
	}

	@Test
	void takesThePlaceOfTheTimerOfListeners() {
		this.metered.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> !registry.find("headwater.delivery").tags("event", "NewHeadEvent").timers().isEmpty());
			assertThat(registry.find("headwater.listener.latency").meters()).isNotEmpty()
				.allSatisfy((meter) -> assertThat(keys(meter)).containsExactlyInAnyOrder("chain", "listener", "event",
						"outcome", "error"));
			assertThat(registry.get("headwater.listener.latency").tags("listener", WALLET).timer().count())
				.isEqualTo(1);
			assertThat(registry.find("headwater.listener.latency.active").longTaskTimers()).isNotEmpty();
			assertThat(registry.find("headwater.listener.latency.last").tags("listener", WALLET).timeGauge())
				.isNotNull();
		});
	}

	@Test
	void timesListenersWithoutObservationsByDefault() {
		this.metered.withPropertyValues("headwater.observation.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ObservedDispatch.class);
			assertTimer(context.getBean(MeterRegistry.class));
		});
	}

	@Test
	void timesListenersAndSaysSoWhereNobodyTakesObservations(CapturedOutput output) {
		this.bare
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> {
				assertTimer(context.getBean(MeterRegistry.class));
				assertThat(output).containsOnlyOnce("there is no ObservationRegistry with a handler");
			});
	}

	private static void assertTimer(MeterRegistry registry) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> registry.find("headwater.listener.latency").tags("listener", WALLET).timer() != null);
		assertThat(registry.find("headwater.listener.latency").meters()).allSatisfy(
				(meter) -> assertThat(keys(meter)).containsExactlyInAnyOrder("chain", "listener", "event", "outcome"));
		assertThat(registry.find("headwater.delivery").meters()).isEmpty();
	}

	@Test
	void observesWithoutMeters() {
		this.bare.withBean(ObservationRegistry.class, () -> {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler((context) -> true);
			return registry;
		})
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ObservedDispatch.class)
				.hasSingleBean(DispatchObserver.class));
	}

	@Test
	void observesNothingWhenSwitchedOff() {
		this.metered.withPropertyValues("headwater.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ObservedDispatch.class));
	}

	@Test
	void takesTheConventionsOfTheUser() {
		this.traced.withBean(OwnDeliveryConvention.class).withBean(OwnListenerConvention.class).run((context) -> {
			TestSpanHandler spans = context.getBean(TestSpanHandler.class);
			MutableSpan listener = await(spans, "call", 1).get(0);
			assertThat(await(spans, "head", 1))
				.allSatisfy((span) -> assertThat(span.tags()).containsOnly(entry("own", "1")))
				.anySatisfy((span) -> assertThat(span.id()).isEqualTo(listener.parentId()));
			assertThat(context.getBean(MeterRegistry.class).find("own.listener").timer()).isNotNull();
		});
	}

	@Test
	void documentsEachKey() {
		ListenerObservationContext call = new ListenerObservationContext(event(), "wallet");
		assertThat(names(new DefaultListenerObservationConvention().getLowCardinalityKeyValues(call)))
			.isEqualTo(names(HeadwaterObservations.LISTENER.getLowCardinalityKeyNames()));
		assertThat(HeadwaterObservations.LISTENER.getName()).isEqualTo(HeadwaterMeters.LISTENER_LATENCY.getName());
		DeliveryObservationContext delivery = new DeliveryObservationContext(event(), 1);
		assertThat(names(new DefaultDeliveryObservationConvention().getLowCardinalityKeyValues(delivery)))
			.isEqualTo(names(HeadwaterObservations.DELIVERY.getLowCardinalityKeyNames()));
		assertThat(names(new DefaultDeliveryObservationConvention().getHighCardinalityKeyValues(delivery)))
			.isEqualTo(names(HeadwaterObservations.DELIVERY.getHighCardinalityKeyNames()));
	}

	private static NewHeadEvent event() {
		return SampleEvents.head(5);
	}

	private static Set<String> names(KeyValues values) {
		return values.stream().map(KeyValue::getKey).collect(Collectors.toSet());
	}

	private static Set<String> names(KeyName[] names) {
		return Arrays.stream(names).map(KeyName::asString).collect(Collectors.toSet());
	}

	private static List<String> keys(Meter meter) {
		return meter.getId().getTags().stream().map(Tag::getKey).toList();
	}

	private static List<MutableSpan> await(TestSpanHandler spans, String name, int count) {
		Awaitility.await(name).atMost(PATIENCE).until(() -> named(spans, name).count() >= count);
		return named(spans, name).toList();
	}

	/** A copy, since the publisher goes on adding spans. */
	private static Stream<MutableSpan> named(TestSpanHandler spans, String name) {
		return List.copyOf(spans.spans()).stream().filter((span) -> name.equals(span.name()));
	}

	static class Wallet {

		private final ObservationRegistry registry;

		private volatile int failures;

		Wallet(ObjectProvider<ObservationRegistry> registry) {
			this.registry = registry.getIfAvailable(() -> ObservationRegistry.NOOP);
		}

		@EventListener
		@Order(1)
		void on(NewHeadEvent event) {
			Observation.createNotStarted("query", this.registry).observe(() -> {
			});
			if (this.failures-- > 0) {
				throw new IllegalStateException("expected by a test");
			}
		}

	}

	static class Audit {

		@EventListener
		@Order(2)
		void on(NewHeadEvent event) {
		}

	}

	static class OwnDeliveryConvention implements DeliveryObservationConvention {

		@Override
		public String getName() {
			return "own.delivery";
		}

		@Override
		public String getContextualName(DeliveryObservationContext context) {
			return "head";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(DeliveryObservationContext context) {
			return KeyValues.of("own", "1");
		}

	}

	static class OwnListenerConvention implements ListenerObservationConvention {

		@Override
		public String getName() {
			return "own.listener";
		}

		@Override
		public String getContextualName(ListenerObservationContext context) {
			return "call";
		}

	}

}
