package io.headwater.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.headwater.ListenerFailedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterMetricsAutoConfiguration;
import io.headwater.dispatch.IsolatingEventListenerFactory;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Delivery when its application stops, and when it has children.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class DeliveryLifecycleTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url());

	@Test
	@FailureMode(16)
	void takesNoRefusalOfAnExecutorForAFailureWhenTheApplicationStops(CapturedOutput output) {
		this.runner.withUserConfiguration(Executors.class)
			.withBean(UntilClosed.class)
			.withBean(AsyncListener.class)
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				UntilClosed first = context.getBean(UntilClosed.class);
				first.entered.await();
				close(context);
				assertThat(first.heads).containsExactly(0L);
				assertThat(output).doesNotContain("ERROR").doesNotContain("WARN c").doesNotContain("Rejected");
				assertThat(meters.find("headwater.listener.failures").counters()).isEmpty();
				assertThat(meters.find("headwater.listener.latency").tags("outcome", "failure").timers()).isEmpty();
				assertThat(meters.get("headwater.listener.latency").tags("outcome", "stopped").timer().count())
					.isEqualTo(1);
			});
	}

	@Test
	@FailureMode(16)
	void deliversNothingOnceTheApplicationHasStopped() {
		this.runner.withBean(RecordedEvents.class).run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			this.node.mine(2000);
			events.awaitHead(5);
			HeadStreams streams = context.getBean(HeadStreams.class);
			close(context);
			int told = events.all().size();
			assertThat(streams.isRunning()).isFalse();
			this.node.mine(10);
			assertThat(events.all()).hasSize(told);
		});
	}

	@Test
	void interruptsAListenerThatOutlivesTheShutdownTimeout(CapturedOutput output) {
		this.runner.withBean(UntilInterrupted.class)
			.withPropertyValues("headwater.chains.main.shutdown-timeout=50ms")
			.run((context) -> {
				UntilInterrupted listener = context.getBean(UntilInterrupted.class);
				listener.entered.await();
				close(context);
				assertThat(output).contains("[main] A listener did not return within 50 ms");
				Awaitility.await().atMost(PATIENCE).until(() -> listener.interrupted.getCount() == 0);
			});
	}

	@Test
	void waitsForARunningListener() {
		this.runner.withBean(GatedListener.class).run((context) -> {
			GatedListener gate = context.getBean(GatedListener.class);
			gate.awaitEntered();
			Thread closer = new Thread(() -> close(context));
			closer.start();
			Awaitility.await().atMost(PATIENCE).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
			gate.open();
			closer.join(PATIENCE.toMillis());
			assertThat(closer.isAlive()).isFalse();
		});
	}

	@Test
	void stopsBeforeTheWebServerDoes() {
		this.runner.run((context) -> assertThat(context.getBean(HeadStreams.class).getPhase())
			.isEqualTo(SmartLifecycle.DEFAULT_PHASE));
	}

	@Test
	void publishesInItsOwnContextOnly() {
		this.runner.withBean(RecordedEvents.class).run((parent) -> {
			RecordedEvents events = parent.getBean(RecordedEvents.class);
			this.runner.withParent(parent).withBean("ofChild", RecordedEvents.class).run((child) -> {
				events.awaitHead(0);
				this.node.mine(3);
				events.awaitHead(3);
				assertThat(child.getBean(HeadStreams.class)).isSameAs(parent.getBean(HeadStreams.class));
				assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L);
				assertThat(child.getBean("ofChild", RecordedEvents.class).all()).isEmpty();
				close(child);
			});
			this.node.mine(1);
			events.awaitHead(4);
			assertThat(this.node.handshakes()).hasSize(1);
		});
	}

	@Test
	void isolatesListenersOfTheParentToo() {
		new ApplicationContextRunner().withUserConfiguration(Isolation.class)
			.withBean("failing", Failing.class)
			.withBean(RecordedEvents.class)
			.run((parent) -> this.runner.withParent(parent)
				.withPropertyValues("headwater.chains.main.retry.max-retries=0")
				.run((child) -> {
					RecordedEvents events = parent.getBean(RecordedEvents.class);
					events.await("what was given up", (all) -> !all.of(ListenerFailedEvent.class).isEmpty());
					assertThat(events.numbers()).containsExactly(0L);
					assertThat(events.of(ListenerFailedEvent.class)).singleElement()
						.satisfies((given) -> assertThat(given.listener()).isEqualTo("failing.on(NewHeadEvent)"));
				}));
	}

	private static void close(ApplicationContext context) {
		((ConfigurableApplicationContext) context).close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Executors {

		@Bean
		ThreadPoolTaskExecutor executor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setStrictEarlyShutdown(true);
			return executor;
		}

	}

	/** Holds the first event until every executor knows of the close. */
	static class UntilClosed {

		final CountDownLatch entered = new CountDownLatch(1);

		final List<Long> heads = new CopyOnWriteArrayList<>();

		private final CountDownLatch closed = new CountDownLatch(1);

		@EventListener
		@Order(1)
		void on(NewHeadEvent event) throws InterruptedException {
			this.heads.add(event.head().number());
			this.entered.countDown();
			this.closed.await();
		}

		@EventListener
		void on(ContextClosedEvent event) {
			this.closed.countDown();
		}

	}

	static class AsyncListener {

		@Async
		@EventListener
		@Order(2)
		void on(NewHeadEvent event) {
		}

	}

	static class UntilInterrupted {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch interrupted = new CountDownLatch(1);

		@EventListener
		void on(NewHeadEvent event) {
			this.entered.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
			}
		}

	}

	static class Failing {

		@EventListener
		@Order(1)
		void on(NewHeadEvent event) {
			throw new IllegalStateException("expected by a test");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Isolation {

		@Bean
		static IsolatingEventListenerFactory isolation() {
			return new IsolatingEventListenerFactory();
		}

	}

}
