package io.headwater.checkpoint;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.headwater.ChainEvent;
import io.headwater.support.ChainLog;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The time in which one instance delivers a chain: from waiting for its turn and loading
 * the checkpoint to the last save. It is started once, and ends by itself when the lease
 * is lost. It is called with steps by one thread, the publisher's.
 */
public final class CheckpointSession {

	private static final Log logger = LogFactory.getLog(CheckpointSession.class);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
		.withZone(ZoneId.systemDefault());

	private final CheckpointKey key;

	private final CheckpointSettings settings;

	private final CheckpointResources resources;

	private final CheckpointListener listener;

	private final StoreFailures failures;

	private final StoreCalls calls;

	private final @Nullable LeaseKeeper lease;

	private volatile State state = State.OPENING;

	private volatile @Nullable CheckpointRecorder recorder;

	/** Whom this one was last said to wait for. */
	private @Nullable String awaited;

	public CheckpointSession(CheckpointKey key, CheckpointSettings settings, CheckpointResources resources,
			CheckpointListener listener) {
		this.key = key;
		this.settings = settings;
		this.resources = resources;
		this.listener = listener;
		this.failures = new StoreFailures(key, resources.observer(), resources.nanoTime());
		this.calls = StoreCalls.patient(resources, this.failures);
		this.lease = (resources.store() instanceof LeasedCheckpointStore store)
				? new LeaseKeeper(key, store, settings, resources, this.failures, new Turn()) : null;
	}

	/** Seek the lease, if the store has any, and load the checkpoint. Does not wait. */
	public void start() {
		if (this.lease != null) {
			this.lease.start();
		}
		else {
			load("");
		}
	}

	private void load(String owner) {
		this.calls.make(StoreCall.LOAD, () -> tryToLoad(owner));
	}

	private void tryToLoad(String owner) {
		if (this.state != State.OPENING) {
			return;
		}
		StoredCheckpoint stored;
		try {
			stored = stored(owner);
		}
		catch (Throwable ex) {
			if (ex instanceof CheckpointException refusal && !(ex instanceof LeaseLostException)) {
				refuse(refusal);
			}
			else {
				startAnew();
				this.failures.failed(StoreCall.LOAD, ex);
			}
			return;
		}
		open(owner, stored);
	}

	private @Nullable StoredCheckpoint stored(String owner) {
		return (this.resources.store() instanceof LeasedCheckpointStore store) ? store.load(this.key, owner)
				: this.resources.store().load(this.key);
	}

	private void open(String owner, @Nullable StoredCheckpoint stored) {
		CheckpointRecorder recorder = new CheckpointRecorder(this.key, this.settings, this.resources, owner,
				Progress.from(stored), this.failures, (ex) -> lost(ex.getMessage()));
		this.recorder = recorder;
		if (!moveTo(State.OPEN)) {
			return;
		}
		try {
			logger.info(line((stored != null) ? "Delivery goes on after block " + stored.checkpoint().block().number()
					: "Delivery begins without a checkpoint"));
			this.listener.opened(stored);
			this.calls.succeeded();
		}
		catch (Throwable ex) {
			recorder.end();
			if (moveTo(State.OPENING)) {
				startAnew();
			}
			this.failures.notBegun(ex);
		}
	}

	/**
	 * What keeps this instance from delivering may not keep another one: the lease is not
	 * kept meanwhile.
	 */
	private void startAnew() {
		if (this.lease != null) {
			this.lease.giveBack();
		}
		this.calls.makeAgain(StoreCall.LOAD, this::start);
	}

	private void refuse(CheckpointException failure) {
		if (moveTo(State.ENDED)) {
			endLease();
			logger.error(line("Nothing is delivered: " + failure.getMessage()));
			this.listener.refused(failure);
		}
	}

	private void lost(@Nullable String reason) {
		boolean ended = moveTo(State.ENDED);
		CheckpointRecorder recorder = this.recorder;
		if (recorder != null) {
			recorder.end();
		}
		if (ended) {
			endLease();
			logger.warn(line("This instance delivers no longer: " + reason));
			this.listener.lost(String.valueOf(reason));
		}
	}

	private void waiting(LeaseHolder holder, Duration remaining) {
		if (this.awaited != null && (holder.owner() == null || holder.instance().equals(this.awaited))) {
			return;
		}
		logger.info(line("The lease of " + this.key + " is held by " + holder.instance() + " until "
				+ TIME.format(holder.expires()) + " (in " + remaining.plusMillis(999).toSeconds()
				+ " s) unless it renews it; this one waits. It may be this one's own from before it was killed"));
		this.listener.standby(holder);
		this.awaited = holder.instance();
	}

	private String line(String text) {
		return ChainLog.line(this.key.chain(), text);
	}

	private void endLease() {
		if (this.lease != null) {
			this.lease.end();
		}
	}

	/**
	 * Return whether delivery is this instance's at this moment. To be asked before each
	 * event: an instance that was frozen learns by it that others have taken over. After
	 * the machine was suspended, this waits until the store has renewed the lease.
	 */
	public boolean mayDeliver() {
		return this.state == State.OPEN && (this.lease == null || this.lease.confirmHeld());
	}

	/**
	 * Return who has the lease, by what the store has said last.
	 * @return this instance or another one, or {@code null} if that is not known, or if
	 * the store has no leases
	 */
	public @Nullable LeaseHolder leaseHolder() {
		return (this.lease != null) ? this.lease.holder() : null;
	}

	/**
	 * Take a step that is about to be delivered, for the first time or again. If it has a
	 * reorg, the common ancestor is saved first, and if it begins a replay, the block
	 * below its first head: after a crash amid the step, a listener may have done any
	 * part of it, and everything above is void. Returns when the step may be delivered,
	 * for which these two wait as long as the store is away.
	 */
	public void begins(List<ChainEvent> step) {
		recorder().begins(step);
	}

	/**
	 * Take a step that all listeners have finished, or given up. Returns when delivery
	 * may go on: usually once the step is saved.
	 */
	public void finished(List<ChainEvent> step) {
		recorder().finished(step);
	}

	/**
	 * Save a step within the transaction that is open.
	 * @return to be called once the transaction is committed
	 * @throws LeaseLostException if delivery is no longer this instance's; the
	 * transaction must be rolled back
	 * @throws AlreadySavedException if an earlier transaction with this step was
	 * committed after all; this one must be rolled back, and the step is finished
	 * @throws RuntimeException if the store has failed; the transaction must be rolled
	 * back
	 */
	public Runnable saveWithin(List<ChainEvent> step) {
		return recorder().saveWithin(step);
	}

	private CheckpointRecorder recorder() {
		CheckpointRecorder recorder = this.recorder;
		if (recorder == null) {
			throw new IllegalStateException("Nothing can be delivered before the checkpoint is loaded");
		}
		return recorder;
	}

	/** Let {@link #finished} wait for the store no longer, nor {@link #mayDeliver}. */
	public void beginStop() {
		if (this.lease != null) {
			this.lease.beginStop();
		}
		CheckpointRecorder recorder = this.recorder;
		if (recorder != null) {
			recorder.beginStop();
		}
	}

	/**
	 * End after the last step: try to save what is unsaved, and give the lease back.
	 * @return is completed when both are done; a store that hangs may never let it be
	 */
	public CompletableFuture<Void> close() {
		boolean delivered = this.state == State.OPEN;
		return saveLast().thenCompose((nothing) -> {
			endLease();
			return (this.lease != null) ? this.lease.released() : CompletableFuture.completedFuture(null);
		}).thenRun(() -> {
			if (delivered) {
				logEnd((this.lease != null && this.lease.isGivenBack()) ? "; the lease was given back" : "");
			}
		});
	}

	private void logEnd(String lease) {
		Checkpoint saved = saved();
		logger.info(line("Delivery ended "
				+ ((saved != null) ? "after block " + saved.block().number() : "before anything was saved") + lease));
	}

	/**
	 * End in the midst of a step, which is not saved: try to save the ones before it, and
	 * let the lease run out by itself unless {@link #giveBack()} comes sooner, since a
	 * listener still runs.
	 * @return is completed when that is done; a store that hangs may never let it be
	 */
	public CompletableFuture<Void> abandon() {
		boolean delivered = this.state == State.OPEN;
		return saveLast().thenRun(() -> {
			if (this.lease != null) {
				this.lease.abandon();
			}
			if (delivered) {
				logEnd(", in the midst of a step: a listener still runs");
			}
		});
	}

	/** Give the lease back after {@link #abandon()}: no listener runs any more. */
	public void giveBack() {
		if (this.lease != null) {
			this.lease.releaseAbandoned();
		}
	}

	private CompletableFuture<Void> saveLast() {
		moveTo(State.ENDED);
		CheckpointRecorder recorder = this.recorder;
		return (recorder != null) ? recorder.close() : CompletableFuture.completedFuture(null);
	}

	/** Return the checkpoint saved last, or loaded, {@code null} if there is none. */
	public @Nullable Checkpoint saved() {
		CheckpointRecorder recorder = this.recorder;
		return (recorder != null) ? recorder.saved() : null;
	}

	/**
	 * Ask the store for the checkpoint, apart from what this session does.
	 * @return the checkpoint, or {@code null} if there is none, or no answer in this time
	 */
	public @Nullable Checkpoint stored(Duration atMost) {
		CompletableFuture<@Nullable StoredCheckpoint> stored = new CompletableFuture<>();
		try {
			this.resources.executor().execute(() -> complete(stored));
			StoredCheckpoint answer = stored.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
			return (answer != null) ? answer.checkpoint() : null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException | TimeoutException | RuntimeException ex) {
			logger.debug("The checkpoint could not be read", ex);
			return null;
		}
	}

	private void complete(CompletableFuture<@Nullable StoredCheckpoint> stored) {
		try {
			stored.complete(this.resources.store().load(this.key));
		}
		catch (Throwable ex) {
			stored.completeExceptionally(ex);
		}
	}

	/** Return how many finished steps are unsaved, and would come again after a crash. */
	public long unsaved() {
		CheckpointRecorder recorder = this.recorder;
		return (recorder != null) ? recorder.unsaved() : 0;
	}

	private synchronized boolean moveTo(State next) {
		boolean legal = this.state.canMoveTo(next);
		this.state = legal ? next : this.state;
		return legal;
	}

	/** Acts on what becomes of the lease. */
	private final class Turn implements LeaseKeeper.Listener {

		@Override
		public void waiting(LeaseHolder holder, Duration remaining) {
			CheckpointSession.this.waiting(holder, remaining);
		}

		@Override
		public void acquired(String owner) {
			CheckpointSession.this.awaited = null;
			load(owner);
		}

		@Override
		public void lost(String reason) {
			CheckpointSession.this.lost(reason);
		}

	}

	/** How a session stands. */
	private enum State {

		/** It waits for the lease, or for the store. */
		OPENING,

		/** It has the checkpoint, and delivery is this instance's. */
		OPEN,

		/** It is over. */
		ENDED;

		private static final Map<State, Set<State>> MOVES = Map.of( //
				OPENING, Set.of(OPEN, ENDED), //
				OPEN, Set.of(OPENING, ENDED), //
				ENDED, Set.of());

		boolean canMoveTo(State next) {
			return MOVES.getOrDefault(this, Set.of()).contains(next);
		}

	}

}
