package io.headwater.checkpoint;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Seeks the lease, and keeps it once it has it: renewed every third of its time, given
 * back at the end, and given up as soon as it may have run out. The store tells all times
 * by its own clock; measured here is only how long ago a call was begun, so that this end
 * lets go before the store does.
 */
final class LeaseKeeper {

	private static final Log logger = LogFactory.getLog(CheckpointSession.class);

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

	private final CheckpointKey key;

	private final LeasedCheckpointStore store;

	private final CheckpointSettings settings;

	private final CheckpointResources resources;

	private final StoreFailures failures;

	private final LeaseListener listener;

	private final StoreRetry retry;

	/** Calls to the store follow one another, so that a release is the last. */
	private CompletableFuture<Void> calls = CompletableFuture.completedFuture(null);

	private volatile LeaseState state = LeaseState.SOUGHT;

	private @Nullable String owner;

	private volatile long heldUntilNanos;

	private volatile boolean givenBack;

	LeaseKeeper(CheckpointKey key, LeasedCheckpointStore store, CheckpointSettings settings,
			CheckpointResources resources, StoreFailures failures, LeaseListener listener) {
		this.key = key;
		this.store = store;
		this.settings = settings;
		this.resources = resources;
		this.failures = failures;
		this.listener = listener;
		this.retry = new StoreRetry(resources.scheduler(), settings.lease().dividedBy(30),
				settings.lease().dividedBy(6));
	}

	void start() {
		call(this::acquire);
	}

	private synchronized CompletableFuture<Void> call(Runnable call) {
		this.calls = this.calls.thenRunAsync(call, this.resources.executor()).exceptionally((ex) -> {
			logger.error("[" + this.key.chain() + "] A lease could not be kept, which is a defect", ex);
			return null;
		});
		return this.calls;
	}

	private void acquire() {
		if (this.state != LeaseState.SOUGHT) {
			return;
		}
		String candidate = this.resources.owners().get();
		long askedNanos = nanoTime();
		LeaseAttempt attempt;
		try {
			attempt = this.store.acquire(this.key, candidate, this.settings.lease());
		}
		catch (RuntimeException ex) {
			this.failures.failed(StoreCall.ACQUIRE, ex);
			this.retry.again(() -> call(this::acquire));
			return;
		}
		this.retry.succeeded();
		if (attempt.acquired()) {
			acquired(candidate, askedNanos);
		}
		else {
			this.listener.waiting(attempt.remaining());
			callLater(this::acquire, atLeastShortest(shorter(attempt.remaining(), this.settings.standbyInterval())));
		}
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Duration atLeastShortest(Duration delay) {
		return (delay.compareTo(SHORTEST_WAIT) < 0) ? SHORTEST_WAIT : delay;
	}

	private void callLater(Runnable call, Duration delay) {
		this.resources.scheduler().schedule(() -> call(call), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void acquired(String owner, long askedNanos) {
		synchronized (this) {
			this.owner = owner;
			this.heldUntilNanos = askedNanos + this.settings.lease().toNanos();
		}
		if (!moveTo(LeaseState.HELD)) {
			release();
			return;
		}
		renewLater();
		awaitExpiry();
		this.listener.acquired(owner);
	}

	private void renewLater() {
		callLater(this::renew, this.settings.lease().dividedBy(3));
	}

	private void renew() {
		String owner = owner();
		if (owner == null || this.state != LeaseState.HELD) {
			return;
		}
		long askedNanos = nanoTime();
		try {
			if (!this.store.renew(this.key, owner, this.settings.lease())) {
				lost("the lease was not renewed in time, or another instance has it");
				return;
			}
		}
		catch (RuntimeException ex) {
			this.failures.failed(StoreCall.RENEW, ex);
			this.retry.again(() -> call(this::renew));
			return;
		}
		this.retry.succeeded();
		this.heldUntilNanos = askedNanos + this.settings.lease().toNanos();
		renewLater();
	}

	/** On the scheduler, since a renewal may hang. */
	private void awaitExpiry() {
		long left = this.heldUntilNanos - nanoTime();
		if (left > 0 && this.state == LeaseState.HELD) {
			this.resources.scheduler().schedule(this::awaitExpiry, left, TimeUnit.NANOSECONDS);
		}
		else {
			lost("the lease could not be renewed in time");
		}
	}

	private void lost(String reason) {
		if (end()) {
			this.listener.lost(reason);
		}
	}

	/**
	 * Return whether nobody else can have the lease at this moment.
	 */
	boolean isHeld() {
		return this.state == LeaseState.HELD && this.heldUntilNanos - nanoTime() > 0;
	}

	/**
	 * Seek or keep the lease no longer, and give it back.
	 * @return whether it was not ended before
	 */
	boolean end() {
		boolean ended = moveTo(LeaseState.ENDED);
		if (ended) {
			call(this::release);
		}
		return ended;
	}

	/**
	 * Keep the lease no longer, but let it run out by itself.
	 */
	void abandon() {
		moveTo(LeaseState.ENDED);
	}

	/**
	 * Give back what was abandoned, for which it is never too late.
	 */
	void giveBack() {
		call(() -> {
			release();
			if (this.givenBack) {
				logger.info("[" + this.key.chain() + "] The listener has returned; the lease was given back");
			}
		});
	}

	/**
	 * Return whether the lease was given back.
	 */
	boolean isGivenBack() {
		return this.givenBack;
	}

	/**
	 * Return what is done once the lease is given back.
	 */
	synchronized CompletableFuture<Void> released() {
		return this.calls;
	}

	private void release() {
		String owner = owner();
		if (owner != null) {
			try {
				this.store.release(this.key, owner);
				this.givenBack = true;
			}
			catch (RuntimeException ex) {
				this.failures.failed(StoreCall.RELEASE, ex);
			}
		}
	}

	private synchronized @Nullable String owner() {
		return this.owner;
	}

	private synchronized boolean moveTo(LeaseState next) {
		boolean legal = this.state.canMoveTo(next);
		this.state = legal ? next : this.state;
		return legal;
	}

	private long nanoTime() {
		return this.resources.nanoTime().getAsLong();
	}

}
