package io.headwater.checkpoint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A store with a lease and a clock of its own, that fails when a test says so.
 */
final class ScriptedStore implements LeasedCheckpointStore {

	private final InMemoryCheckpointStore kept = new InMemoryCheckpointStore();

	private final LongSupplier nanoTime;

	private final Deque<Throwable> failures = new ArrayDeque<>();

	private final List<CheckpointUpdate> saves = new ArrayList<>();

	private final List<Long> attempts = new ArrayList<>();

	private int callsBefore;

	private boolean away;

	private int staleLoads;

	private @Nullable Error lostAnswer;

	private @Nullable String corruption;

	private @Nullable String owner;

	private long expiresNanos;

	ScriptedStore(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** Every call fails until the store is back. */
	synchronized void goAway() {
		this.away = true;
	}

	synchronized void comeBack() {
		this.away = false;
	}

	/** The next call fails so. */
	synchronized void fail(RuntimeException failure) {
		this.failures.add(failure);
	}

	/** The next call fails so. */
	synchronized void fail(Error failure) {
		this.failures.add(failure);
	}

	/** The call after so many others fails so. */
	synchronized void failAfter(int calls, Error failure) {
		this.callsBefore = calls;
		this.failures.add(failure);
	}

	/** So many loads find the row of another owner. */
	synchronized void loadFromReplica(int times) {
		this.staleLoads = times;
	}

	/** The next lease is acquired, but whoever asked is not told. */
	synchronized void loseAnswerOfNextLease(Error failure) {
		this.lostAnswer = failure;
	}

	/** What is kept cannot be trusted. */
	synchronized void corrupt(String how) {
		this.corruption = how;
	}

	/** Another instance has the lease from now on. */
	synchronized void giveTo(String owner, Duration lease) {
		this.owner = owner;
		this.expiresNanos = this.nanoTime.getAsLong() + lease.toNanos();
	}

	synchronized @Nullable String owner() {
		return (this.expiresNanos > this.nanoTime.getAsLong()) ? this.owner : null;
	}

	synchronized List<CheckpointUpdate> saves() {
		return List.copyOf(this.saves);
	}

	List<Long> savedNumbers() {
		return saves().stream().map((save) -> save.checkpoint().block().number()).toList();
	}

	/** When calls were made, whether they failed or not, in milliseconds. */
	synchronized List<Long> attempts() {
		return List.copyOf(this.attempts);
	}

	private void call() {
		this.attempts.add(Duration.ofNanos(this.nanoTime.getAsLong()).toMillis());
		Throwable failure = (this.callsBefore-- > 0) ? null : this.failures.poll();
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof RuntimeException exception) {
			throw exception;
		}
		if (this.away) {
			throw new IllegalStateException("the store is away");
		}
	}

	@Override
	public synchronized @Nullable StoredCheckpoint load(CheckpointKey key) {
		call();
		if (this.corruption != null) {
			throw new CorruptCheckpointException(this.corruption);
		}
		return this.kept.load(key);
	}

	@Override
	public synchronized @Nullable StoredCheckpoint load(CheckpointKey key, String owner) {
		StoredCheckpoint stored = load(key);
		if (this.staleLoads-- > 0) {
			throw new LeaseLostException("a replica has answered");
		}
		return stored;
	}

	@Override
	public synchronized void save(CheckpointKey key, CheckpointUpdate update) {
		call();
		if (this.owner != null && !update.owner().equals(this.owner)) {
			throw new LeaseLostException("another instance has taken over");
		}
		this.kept.save(key, update);
		this.saves.add(update);
	}

	@Override
	public synchronized void delete(CheckpointKey key) {
		call();
		this.kept.delete(key);
	}

	@Override
	public synchronized LeaseAttempt acquire(CheckpointKey key, String owner, Duration lease) {
		call();
		if (owner() != null) {
			return LeaseAttempt.heldBy(String.valueOf(this.owner),
					Duration.ofNanos(this.expiresNanos - this.nanoTime.getAsLong()));
		}
		giveTo(owner, lease);
		Error lost = this.lostAnswer;
		this.lostAnswer = null;
		if (lost != null) {
			throw lost;
		}
		return LeaseAttempt.ACQUIRED;
	}

	@Override
	public synchronized boolean renew(CheckpointKey key, String owner, Duration lease) {
		call();
		boolean held = owner.equals(owner());
		if (held) {
			giveTo(owner, lease);
		}
		return held;
	}

	@Override
	public synchronized void release(CheckpointKey key, String owner) {
		call();
		if (owner.equals(this.owner)) {
			this.owner = null;
		}
	}

}
