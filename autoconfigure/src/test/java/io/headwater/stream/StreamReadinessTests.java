package io.headwater.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.headwater.DeliveryState;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Streams that are started and stopped at moments when it matters who hears of events.
 */
@Timeout(120)
class StreamReadinessTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url());

	@Test
	void aStreamThatIsStartedEarlyWaitsUntilAllListenersAreKnown() {
		this.runner.withPropertyValues("headwater.chains.main.auto-startup=false")
			.withBean(EarlyStarter.class)
			.withBean(RecordedEvents.class)
			.run((context) -> {
				context.getBean(RecordedEvents.class).awaitHead(0);
				assertThat(context.getBean(RecordedEvents.class).numbers()).startsWith(0L);
			});
	}

	@Test
	void aStreamThatIsStartedEarlyKeepsNoOtherFromStarting() {
		this.runner
			.withPropertyValues("headwater.chains.other.nodes[0].url=" + this.node.url(),
					"headwater.chains.main.auto-startup=false")
			.withBean(EarlyStarter.class)
			.run((context) -> assertThat(context.getBean(HeadStreams.class).all()).allMatch(HeadStream::isRunning));
	}

	@Test
	void aStreamThatIsStartedAndStoppedEarlyDoesNotStart() {
		this.runner.withPropertyValues("headwater.chains.main.auto-startup=false")
			.withBean(EarlyStarter.class)
			.withBean(EarlyStopper.class)
			.run((context) -> assertThat(context.getBean(HeadStreams.class).isRunning()).isFalse());
	}

	@Test
	void nothingStartsOnceTheApplicationIsClosed() {
		this.runner.run((context) -> {
			HeadStreams streams = context.getBean(HeadStreams.class);
			context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
			streams.get("main").start();
			assertThat(streams.isRunning()).isFalse();
			assertThat(streams.get("main").deliveryState()).isEqualTo(DeliveryState.STOPPED);
		});
	}

	@Test
	void aStreamWhoseCheckpointCannotBeForgottenGoesOn() {
		this.runner.withBean(RecordedEvents.class)
			.withBean(UnforgettingStore.class)
			.withPropertyValues("headwater.checkpoint.namespace=app")
			.run((context) -> {
				HeadStreams streams = context.getBean(HeadStreams.class);
				RecordedEvents events = context.getBean(RecordedEvents.class);
				events.awaitHead(0);
				assertThatIllegalStateException().isThrownBy(() -> streams.get("main").forget());
				events.awaitHead(this.node.mine().number());
				assertThat(streams.get("main").isRunning()).isTrue();
			});
	}

	@Test
	void listenersOfAllChainsHaveTheirTimeSideBySideWhenTheApplicationStops() {
		int chains = 5;
		this.runner.withBean(Stuck.class, () -> new Stuck(chains + 1))
			.withPropertyValues("headwater.defaults.shutdown-timeout=2s")
			.withPropertyValues(IntStream.range(0, chains)
				.mapToObj((chain) -> "headwater.chains.c" + chain + ".nodes[0].url=" + this.node.url())
				.toArray(String[]::new))
			.run((context) -> {
				context.getBean(Stuck.class).entered.await();
				long begun = System.nanoTime();
				context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
				assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
			});
	}

	@Test
	void theCloseIsHeardOfWhateverExecutorTheMulticasterHas() {
		assertThat(new HeadStreams(List.of()).supportsAsyncExecution()).isFalse();
	}

	/**
	 * Made before listeners are known. Gives a stream that runs all the time that it
	 * needs to deliver something.
	 */
	static class EarlyStarter implements InitializingBean {

		private final HeadStreams streams;

		EarlyStarter(HeadStreams streams) {
			this.streams = streams;
		}

		@Override
		public void afterPropertiesSet() {
			this.streams.get("main").start();
			HeadStream stream = this.streams.get("main");
			if (stream.isRunning()) {
				Awaitility.await().atMost(PATIENCE).until(() -> stream.checkpoint() != null);
			}
		}

	}

	static class EarlyStopper {

		EarlyStopper(EarlyStarter starter, HeadStreams streams) {
			streams.get("main").stop();
		}

	}

	/**
	 * Keeps whatever it was given.
	 */
	static class UnforgettingStore implements CheckpointStore {

		private final InMemoryCheckpointStore kept = new InMemoryCheckpointStore();

		@Override
		public @Nullable StoredCheckpoint load(CheckpointKey key) {
			return this.kept.load(key);
		}

		@Override
		public void save(CheckpointKey key, CheckpointUpdate update) {
			this.kept.save(key, update);
		}

		@Override
		public void delete(CheckpointKey key) {
			throw new IllegalStateException("expected by a test");
		}

	}

	static class Stuck {

		final CountDownLatch entered;

		Stuck(int chains) {
			this.entered = new CountDownLatch(chains);
		}

		@EventListener
		void on(NewHeadEvent event) throws InterruptedException {
			this.entered.countDown();
			new CountDownLatch(1).await();
		}

	}

}
