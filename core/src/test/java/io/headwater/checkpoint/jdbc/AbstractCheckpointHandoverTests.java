package io.headwater.checkpoint.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import javax.sql.DataSource;

import io.headwater.checkpoint.CheckpointException;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointListener;
import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.CheckpointResources;
import io.headwater.checkpoint.CheckpointSession;
import io.headwater.checkpoint.CheckpointSettings;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.checkpoint.Steps;
import io.headwater.checkpoint.StoredCheckpoint;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances on one database, with real threads and real time: at no moment may both
 * deliver.
 */
abstract class AbstractCheckpointHandoverTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration LEASE = Duration.ofSeconds(2);

	private final List<Instance> instances = new CopyOnWriteArrayList<>();

	private final DataSource database = newDatabase();

	abstract DataSource newDatabase();

	@AfterEach
	void stopAll() {
		this.instances.forEach(Instance::kill);
	}

	private Instance start() {
		Instance instance = new Instance();
		this.instances.add(instance);
		instance.session.start();
		return instance;
	}

	private static void await(Instance instance, String told) {
		Awaitility.await().atMost(PATIENCE).until(() -> instance.told.contains(told));
	}

	@Test
	void handsOverAtAnOrderlyStop() {
		Instance one = start();
		await(one, "opened at 0");
		one.session.finished(List.of(Steps.head(1, 'a')));
		Instance two = start();
		await(two, "standby");
		one.session.finished(List.of(Steps.head(2, 'a')));
		assertThat(one.session.close()).succeedsWithin(PATIENCE);
		await(two, "opened at 2");
		assertThat(one.told).containsExactly("opened at 0");
	}

	@Test
	void takesOverFromOneThatWasKilled() {
		Instance one = start();
		await(one, "opened at 0");
		one.session.finished(List.of(Steps.head(1, 'a')));
		Instance two = start();
		await(two, "standby");
		one.kill();
		await(two, "opened at 1");
		assertThat(one.session.mayDeliver()).isFalse();
		one.session.finished(List.of(Steps.head(2, 'a')));
		two.session.finished(List.of(Steps.head(2, 'b')));
		assertThat(two.session.saved()).isNotNull();
		assertThat(new JdbcCheckpointStore(this.database).load(Instance.KEY)).extracting("references")
			.isEqualTo(List.of(Steps.block(1, 'a'), Steps.block(2, 'b')));
	}

	@Test
	void keepsTheLeaseFarBeyondItsTime() {
		Instance one = start();
		await(one, "opened at 0");
		Instance two = start();
		await(two, "standby");
		long begun = System.nanoTime();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> System.nanoTime() - begun > LEASE.multipliedBy(2).toNanos() || !one.session.mayDeliver());
		assertThat(two.told).containsExactly("standby");
	}

	/**
	 * What one process would be.
	 */
	private final class Instance implements CheckpointListener {

		private static final CheckpointKey KEY = new CheckpointKey("app", "main");

		private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

		private final ExecutorService executor = Executors.newCachedThreadPool();

		private final List<String> told = new CopyOnWriteArrayList<>();

		private final CheckpointSession session = new CheckpointSession(KEY,
				new CheckpointSettings(8, 1, 10, LEASE, Duration.ofMillis(200)),
				new CheckpointResources(new JdbcCheckpointStore(AbstractCheckpointHandoverTests.this.database),
						this.executor, this.scheduler, Clock.systemUTC(), System::nanoTime,
						() -> UUID.randomUUID().toString(), CheckpointObserver.NONE),
				this);

		void kill() {
			this.scheduler.shutdownNow();
			this.executor.shutdownNow();
		}

		@Override
		public void standby(LeaseHolder holder) {
			this.told.add("standby");
		}

		@Override
		public void opened(@Nullable StoredCheckpoint stored) {
			boolean alone = AbstractCheckpointHandoverTests.this.instances.stream()
				.noneMatch((other) -> other != this && other.session.mayDeliver());
			this.told.add((alone ? "opened at " : "opened while another delivers at ")
					+ ((stored != null) ? stored.checkpoint().block().number() : 0));
		}

		@Override
		public void lost(String reason) {
			this.told.add("lost");
		}

		@Override
		public void refused(CheckpointException failure) {
			this.told.add("refused");
		}

	}

}
