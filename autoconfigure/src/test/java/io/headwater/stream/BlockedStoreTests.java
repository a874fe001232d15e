package io.headwater.stream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.headwater.DeliveryState;
import io.headwater.RecordedEvents;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.testing.DeafListener;
import io.headwater.testing.FailureMode;
import io.headwater.testing.OwnThread;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that does not answer, as at a row that somebody else has locked, keeps nobody
 * from stopping a stream or closing the application.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class BlockedStoreTests {

	private static final Duration SHUTDOWN = Duration.ofSeconds(1);

	/** What a stop may take after the shutdown time-out, and a machine under load. */
	private static final Duration AT_MOST = SHUTDOWN.plusSeconds(10);

	@AutoClose
	private final StreamFixture fixture = new StreamFixture();

	private final BlockedStore store = new BlockedStore();

	@ParameterizedTest
	@EnumSource(value = Call.class, names = { "LOAD", "SAVE" })
	@FailureMode(40)
	void theApplicationClosesInTime(Call call) {
		this.store.block(call);
		run((context, streams) -> {
			this.store.awaitBlocked(call);
			closeInTime(context);
			assertThat(streams.isRunning()).isFalse();
			this.store.unblock();
		});
	}

	@Test
	void blamesNoListenerWhereItIsTheStoreThatHangs(CapturedOutput output) {
		this.store.block(Call.SAVE);
		run((context, streams) -> {
			this.store.awaitBlocked(Call.SAVE);
			closeInTime(context);
			assertThat(output)
				.contains("[main] The store of checkpoints, asked amid a step, did not return within 1000 ms")
				.doesNotContain("A listener did not return");
			this.store.unblock();
		});
	}

	@Test
	@FailureMode(40)
	void theApplicationClosesInTimeThoughACheckpointIsBeingForgotten() {
		run((context, streams) -> {
			context.getBean(RecordedEvents.class).awaitHead(0);
			CompletableFuture<Void> forgetting = forget(streams);
			assertThat(streams.isRunning()).isFalse();
			closeInTime(context);
			this.store.unblock();
			assertThat(forgetting).succeedsWithin(StreamFixture.PATIENCE);
			assertThat(streams.isRunning()).isFalse();
		});
	}

	@Test
	void whatIsStoppedWhileItsCheckpointIsBeingForgottenStaysStopped() {
		run((context, streams) -> {
			context.getBean(RecordedEvents.class).awaitHead(0);
			CompletableFuture<Void> forgetting = forget(streams);
			assertThat(OwnThread.run(() -> streams.get("main").stop())).succeedsWithin(AT_MOST);
			this.store.unblock();
			assertThat(forgetting).succeedsWithin(StreamFixture.PATIENCE);
			assertThat(streams.isRunning()).isFalse();
		});
	}

	@Test
	void whatIsStartedWhileItsCheckpointIsBeingForgottenStartsAfterwards() {
		run((context, streams) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			streams.get("main").stop();
			CompletableFuture<Void> forgetting = forget(streams);
			assertThat(OwnThread.run(() -> streams.get("main").start())).succeedsWithin(AT_MOST);
			assertThat(streams.isRunning()).isFalse();
			this.fixture.node.mine(1);
			this.store.unblock();
			assertThat(forgetting).succeedsWithin(StreamFixture.PATIENCE);
			events.awaitHead(1);
			assertThat(events.numbers()).containsExactly(0L, 1L);
		});
	}

	@Test
	void aStopAndAStartThatComeTogetherWaitForEachOther() {
		run((context, streams) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			CompletableFuture
				.allOf(IntStream.range(0, 16)
					.mapToObj((i) -> OwnThread
						.run((i % 2 == 0) ? () -> streams.get("main").stop() : () -> streams.get("main").start()))
					.toArray(CompletableFuture[]::new))
				.get();
			streams.get("main").start();
			this.fixture.node.mine(3);
			events.awaitHead(3);
			assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L);
			assertThat(streams.get("main").deliveryState()).isNotEqualTo(DeliveryState.STOPPED);
		});
	}

	private CompletableFuture<Void> forget(HeadStreams streams) {
		this.store.block(Call.DELETE);
		CompletableFuture<Void> forgetting = OwnThread.run(() -> streams.get("main").forget());
		this.store.awaitBlocked(Call.DELETE);
		return forgetting;
	}

	private static void closeInTime(AssertableApplicationContext context) {
		ConfigurableApplicationContext source = context
			.getSourceApplicationContext(ConfigurableApplicationContext.class);
		assertThat(OwnThread.run(source::close)).succeedsWithin(AT_MOST);
	}

	private void run(Scenario scenario) {
		this.fixture.runner.withBean(BlockedStore.class, () -> this.store)
			.withPropertyValues("headwater.checkpoint.namespace=app",
					"headwater.chains.main.shutdown-timeout=" + SHUTDOWN.toMillis() + "ms")
			.run((context) -> {
				try {
					scenario.run(context, context.getBean(HeadStreams.class));
				}
				finally {
					this.store.unblock();
				}
			});
	}

	enum Call {

		LOAD, SAVE, DELETE

	}

	interface Scenario {

		void run(AssertableApplicationContext context, HeadStreams streams) throws Exception;

	}

	/**
	 * Blocks in one kind of call, deaf to interrupts as a driver in a socket is, until a
	 * test unblocks it.
	 */
	static class BlockedStore implements CheckpointStore {

		private final InMemoryCheckpointStore kept = new InMemoryCheckpointStore();

		private final CountDownLatch open = new CountDownLatch(1);

		private final Set<Call> entered = ConcurrentHashMap.newKeySet();

		private volatile @Nullable Call blocked;

		void block(Call call) {
			this.blocked = call;
		}

		void unblock() {
			this.open.countDown();
		}

		void awaitBlocked(Call call) {
			Awaitility.await().atMost(StreamFixture.PATIENCE).until(() -> this.entered.contains(call));
		}

		private void call(Call call) {
			if (this.blocked == call) {
				this.entered.add(call);
				DeafListener.awaitDeaf(this.open);
			}
		}

		@Override
		public @Nullable StoredCheckpoint load(CheckpointKey key) {
			call(Call.LOAD);
			return this.kept.load(key);
		}

		@Override
		public void save(CheckpointKey key, CheckpointUpdate update) {
			call(Call.SAVE);
			this.kept.save(key, update);
		}

		@Override
		public void delete(CheckpointKey key) {
			call(Call.DELETE);
			this.kept.delete(key);
		}

	}

}
