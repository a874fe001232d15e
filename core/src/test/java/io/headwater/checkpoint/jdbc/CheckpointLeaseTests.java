package io.headwater.checkpoint.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.LeaseAttempt;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lease is one instance's at a time, and passes on once it is released or has run out.
 */
@EachDatabase
class CheckpointLeaseTests {

	private static final CheckpointKey KEY = Replicas.KEY;

	private static final Duration LEASE = Replicas.LEASE;

	private final Replicas replicas;

	private final LeasedCheckpointStore one;

	private final LeasedCheckpointStore two;

	CheckpointLeaseTests(DatabaseKind database) {
		this.replicas = new Replicas(database);
		this.one = this.replicas.one;
		this.two = this.replicas.two;
	}

	@Test
	void givesTheLeaseToOne() {
		String owner = "h".repeat(LeaseHolder.MAX_OWNER_LENGTH);
		assertThat(this.one.acquire(KEY, owner, LEASE)).isEqualTo(LeaseAttempt.ACQUIRED);
		LeaseAttempt attempt = this.two.acquire(KEY, "other", LEASE);
		assertThat(attempt.acquired()).isFalse();
		assertThat(attempt.owner()).isEqualTo(owner);
		assertThat(attempt.remaining()).isPositive().isLessThanOrEqualTo(LEASE);
	}

	@Test
	void givesTheLeaseToOneOfManyWhoAskForTheFirstTimeAtOnce() throws Exception {
		CountDownLatch together = new CountDownLatch(1);
		List<CompletableFuture<LeaseAttempt>> attempts = IntStream.range(0, 8)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
				awaitUnchecked(together);
				return new JdbcCheckpointStore(this.replicas.database).acquire(KEY, "owner" + i, LEASE);
			}, (task) -> new Thread(task).start()))
			.toList();
		together.countDown();
		for (CompletableFuture<LeaseAttempt> attempt : attempts) {
			attempt.get(Replicas.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		assertThat(attempts).filteredOn((attempt) -> attempt.join().acquired()).hasSize(1);
	}

	private static void awaitUnchecked(CountDownLatch latch) {
		try {
			assertThat(latch.await(Replicas.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void keepsLeasesOfChainsApart() {
		Replicas.owner(this.one, KEY);
		Replicas.owner(this.two, new CheckpointKey("app", "other"));
	}

	@Test
	void givesTheLeaseToAnotherOnceItHasRunOut() {
		Replicas.owner(this.one, KEY);
		this.replicas.letTheLeaseRunOut();
		assertThat(this.two.acquire(KEY, "other", LEASE)).isEqualTo(LeaseAttempt.ACQUIRED);
	}

	@Test
	void givesTheLeaseToAnotherOnceItIsReleased() {
		String owner = Replicas.owner(this.one, KEY);
		this.one.release(KEY, owner);
		assertThat(this.two.acquire(KEY, "other", LEASE)).isEqualTo(LeaseAttempt.ACQUIRED);
	}

	@Test
	void doesNotLetAnEarlierOwnerReleaseTheLeaseOfTheNext() {
		String owner = Replicas.owner(this.one, KEY);
		this.replicas.letTheLeaseRunOut();
		Replicas.owner(this.two, KEY);
		this.one.release(KEY, owner);
		assertThat(this.one.acquire(KEY, "third", LEASE).acquired()).isFalse();
	}

	@Test
	void renewsALeaseThatHasNotRunOut() {
		String owner = Replicas.owner(this.one, KEY);
		this.replicas.letHalfOfTheLeasePass();
		assertThat(this.one.renew(KEY, owner, LEASE)).isTrue();
		assertThat(this.two.acquire(KEY, "other", LEASE).remaining()).isGreaterThan(LEASE.dividedBy(2));
	}

	@Test
	void renewsNoLeaseThatHasRunOutOrIsAnothers() {
		String owner = Replicas.owner(this.one, KEY);
		assertThat(this.two.renew(KEY, "other", LEASE)).isFalse();
		this.replicas.letTheLeaseRunOut();
		assertThat(this.one.renew(KEY, owner, LEASE)).isFalse();
		assertThat(this.two.renew(new CheckpointKey("app", "none"), owner, LEASE)).isFalse();
	}

}
