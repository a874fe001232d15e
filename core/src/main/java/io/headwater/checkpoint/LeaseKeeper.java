package io.headwater.checkpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.headwater.support.ChainLog;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Seeks the lease, and keeps it once it has it: renewed every third of its time, given
 * back at the end, and given up as soon as it may have run out. All times are those of
 * the store's own clock; measured here is only how long ago a call was begun, so that
 * this end lets go before the store does.
 * <p>
 * The clock that measures may stand still while a machine is suspended. So a lease that
 * has run out by the wall clock alone is renewed before anything more is delivered. A
 * wall clock that has jumped costs no more than that.
 */
final class LeaseKeeper {

	private static final Log logger = LogFactory.getLog(CheckpointSession.class);

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

	private final CheckpointKey key;

	private final LeasedCheckpointStore store;

	private final CheckpointSettings settings;

	private final CheckpointResources resources;

	private final StoreFailures failures;

	private final Listener listener;

	private final StoreCalls calls;

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private volatile State state = State.SOUGHT;

	private volatile @Nullable Held held;

	private volatile @Nullable LeaseHolder other;

	private volatile @Nullable CompletableFuture<Void> doubt;

	private volatile boolean stopping;

	/** Under this name the store may keep the lease, even if it did not say so. */
	private @Nullable String owner;

	private volatile boolean givenBack;

	LeaseKeeper(CheckpointKey key, LeasedCheckpointStore store, CheckpointSettings settings,
			CheckpointResources resources, StoreFailures failures, Listener listener) {
		this.key = key;
		this.store = store;
		this.settings = settings;
		this.resources = resources;
		this.failures = failures;
		this.listener = listener;
		this.calls = new StoreCalls(resources, failures, settings.lease().dividedBy(30), settings.lease().dividedBy(6));
	}

	/** Seek the lease, for the first time or after {@link #giveBack()}. */
	void start() {
		this.calls.make(StoreCall.ACQUIRE, this::acquire);
	}

	private void acquire() {
		if (this.state != State.SOUGHT) {
			return;
		}
		if (this.owner != null) {
			this.store.release(this.key, this.owner);
		}
		String candidate = this.resources.owners().get();
		Held asked = held(candidate);
		this.owner = candidate;
		this.givenBack = false;
		LeaseAttempt attempt = this.store.acquire(this.key, candidate, this.settings.lease());
		this.calls.succeeded();
		if (attempt.acquired()) {
			acquired(asked);
			return;
		}
		this.owner = null;
		waits(attempt.owner(), attempt.remaining());
	}

	private void waits(@Nullable String owner, Duration remaining) {
		if (this.state != State.SOUGHT) {
			return;
		}
		LeaseHolder holder = new LeaseHolder(owner, Instant.ofEpochMilli(wallMillis()).plus(remaining));
		this.other = holder;
		this.listener.waiting(holder, remaining);
		this.calls.makeAfter(atLeastShortest(shorter(remaining, this.settings.standbyInterval())).toNanos(),
				StoreCall.ACQUIRE, this::acquire);
	}

	private Held held(String owner) {
		Duration lease = this.settings.lease();
		return new Held(owner, nanoTime() + lease.toNanos(), wallMillis() + lease.toMillis());
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Duration atLeastShortest(Duration delay) {
		return (delay.compareTo(SHORTEST_WAIT) < 0) ? SHORTEST_WAIT : delay;
	}

	private void acquired(Held acquired) {
		this.held = acquired;
		if (!moveTo(State.HELD)) {
			release();
			return;
		}
		try {
			renewLater(acquired);
			awaitExpiry(acquired.owner());
			this.listener.acquired(acquired.owner());
		}
		catch (Throwable ex) {
			moveTo(State.SOUGHT);
			throw ex;
		}
	}

	private void renewLater(Held last) {
		this.calls.makeAfter(this.settings.lease().dividedBy(3).toNanos(), StoreCall.RENEW, () -> renew(last));
	}

	/** Of those who want to renew the same, the first does. */
	private void renew(Held last) {
		if (!last.equals(this.held) || this.state != State.HELD) {
			return;
		}
		Held next = held(last.owner());
		if (!this.store.renew(this.key, last.owner(), this.settings.lease())) {
			lost("the lease was not renewed in time, or another instance has it");
			return;
		}
		this.calls.succeeded();
		renewLater(next);
		this.held = next;
		settle();
	}

	/** On the scheduler, since a renewal may hang. */
	private void awaitExpiry(String owner) {
		Held held = this.held;
		if (held == null || !held.owner().equals(owner) || this.state != State.HELD) {
			return;
		}
		long left = held.untilNanos() - nanoTime();
		if (left > 0) {
			this.resources.scheduler().schedule(() -> awaitExpiry(owner), left, TimeUnit.NANOSECONDS);
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

	/** Return whether nobody else can have the lease now, as far as is known. */
	boolean isHeld() {
		Held held = this.held;
		return this.state == State.HELD && held != null && isLasting(held.owner());
	}

	private boolean isLasting(String owner) {
		Held held = this.held;
		return held != null && held.owner().equals(owner) && held.untilNanos() - nanoTime() > 0;
	}

	/** Return whether nobody else can have the lease now, as far as is known. */
	boolean confirmHeld() {
		Held held = this.held;
		while (held != null && isHeld()) {
			if (!isInDoubt(held)) {
				return true;
			}
			if (this.stopping) {
				return false;
			}
			awaitRenewal(held);
			held = this.held;
		}
		return false;
	}

	private boolean isInDoubt(Held held) {
		return wallMillis() >= held.untilMillis();
	}

	private void awaitRenewal(Held last) {
		CompletableFuture<Void> doubt = new CompletableFuture<>();
		this.doubt = doubt;
		this.calls.make(StoreCall.RENEW, () -> renew(last));
		if (last.equals(this.held) && this.state == State.HELD && !this.stopping) {
			doubt.join();
		}
	}

	private void settle() {
		CompletableFuture<Void> doubt = this.doubt;
		if (doubt != null) {
			doubt.complete(null);
		}
	}

	/** Let nobody wait for a renewal any longer. */
	void beginStop() {
		this.stopping = true;
		settle();
	}

	/** Let another instance have the lease, until {@link #start()}. */
	void giveBack() {
		this.calls.make(StoreCall.RELEASE, () -> {
			if (moveTo(State.SOUGHT)) {
				release();
			}
		});
	}

	/** Seek or keep the lease no longer; returns whether that is new. */
	boolean end() {
		boolean ended = moveTo(State.ENDED);
		if (ended) {
			this.calls.make(StoreCall.RELEASE, this::releaseAtLast);
		}
		return ended;
	}

	/** Keep the lease no longer, but let it run out by itself. */
	void abandon() {
		moveTo(State.ENDED);
	}

	/** Give back what was abandoned, for which it is never too late. */
	void releaseAbandoned() {
		this.calls.make(StoreCall.RELEASE, () -> {
			boolean owed = this.owner != null;
			release();
			if (owed) {
				logger.info(ChainLog.line(this.key.chain(), "The listener has returned; the lease "
						+ (this.givenBack ? "was given back" : "has run out, or does so by itself")));
			}
		});
	}

	boolean isGivenBack() {
		return this.givenBack;
	}

	/** Return what is done once the lease is given back. */
	CompletableFuture<Void> released() {
		return this.released;
	}

	/** Return who has the lease, or {@code null} if it is not known. */
	@Nullable LeaseHolder holder() {
		Held held = this.held;
		return switch (this.state) {
			case SOUGHT -> this.other;
			case HELD ->
				(held != null) ? new LeaseHolder(held.owner(), Instant.ofEpochMilli(held.untilMillis())) : null;
			case ENDED -> null;
		};
	}

	private void releaseAtLast() {
		try {
			release();
		}
		finally {
			this.released.complete(null);
		}
	}

	/** Tried once: whoever waits gets the lease anyway when it has run out. */
	private void release() {
		String owner = this.owner;
		if (owner == null) {
			return;
		}
		try {
			boolean lasted = isLasting(owner);
			this.store.release(this.key, owner);
			this.owner = null;
			this.givenBack = lasted;
		}
		catch (Throwable ex) {
			this.failures.failed(StoreCall.RELEASE, ex);
		}
	}

	private boolean moveTo(State next) {
		boolean legal = tryMoveTo(next);
		if (legal && next != State.HELD) {
			settle();
		}
		return legal;
	}

	private synchronized boolean tryMoveTo(State next) {
		boolean legal = this.state.canMoveTo(next);
		this.state = legal ? next : this.state;
		return legal;
	}

	private long nanoTime() {
		return this.resources.nanoTime().getAsLong();
	}

	private long wallMillis() {
		return this.resources.clock().millis();
	}

	/** The lease as this instance has it. */
	private record Held(String owner, long untilNanos, long untilMillis) {
	}

	/** Is called when a lease is acquired, waited for or lost; must not wait. */
	interface Listener {

		/**
		 * Another instance has the lease.
		 * @param remaining for how long unless it is renewed
		 */
		void waiting(LeaseHolder holder, Duration remaining);

		void acquired(String owner);

		void lost(String reason);

	}

	/** How the lease of one session stands. */
	private enum State {

		/** Another instance may have it. */
		SOUGHT,

		/** This instance has it. */
		HELD,

		/** It is lost, or was given back. */
		ENDED;

		private static final Map<State, Set<State>> MOVES = Map.of( //
				SOUGHT, Set.of(HELD, ENDED), //
				HELD, Set.of(SOUGHT, ENDED), //
				ENDED, Set.of());

		boolean canMoveTo(State next) {
			return MOVES.getOrDefault(this, Set.of()).contains(next);
		}

	}

}
