package io.headwater.checkpoint;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;

/**
 * Turns finished steps into saves. The publisher's own thread saves, so that with
 * {@code save-every: 1} no step begins before the one before it is saved. While the store
 * fails, attempts are made beside delivery, which goes on within a bound and then waits.
 */
final class CheckpointRecorder {

	private static final Duration QUIET = Duration.ofSeconds(1);

	private final CheckpointKey key;

	private final int window;

	private final CheckpointResources resources;

	private final String owner;

	private final SavingLedger ledger;

	private final StoreFailures failures;

	private final Consumer<LeaseLostException> lost;

	private final StoreCalls calls;

	/**
	 * Create a recorder.
	 * @param owner who has the lease, or empty
	 */
	CheckpointRecorder(CheckpointKey key, CheckpointSettings settings, CheckpointResources resources, String owner,
			Progress begun, StoreFailures failures, Consumer<LeaseLostException> lost) {
		this.key = key;
		this.window = settings.window();
		this.resources = resources;
		this.owner = owner;
		this.ledger = new SavingLedger(settings, begun);
		this.failures = failures;
		this.lost = lost;
		this.calls = StoreCalls.patient(resources, failures);
	}

	/** Take a step that is about to be delivered. Returns when it may be. */
	void begins(List<ChainEvent> step) {
		if (this.ledger.begins(step, nanoTime())) {
			while (this.ledger.awaitSaved(this.failures::paused)) {
				act(SavingLedger.Due.NOW);
			}
		}
	}

	/** Take a step that all listeners have finished. Returns when delivery may go on. */
	void finished(List<ChainEvent> step) {
		act(this.ledger.finished(step, nanoTime()));
		this.ledger.awaitRoom(this.failures::paused);
	}

	/** Whoever saves goes on until no further save is due. */
	private void act(SavingLedger.Due due) {
		SavingLedger.Due next = due;
		while (next == SavingLedger.Due.NOW) {
			next = attempt();
		}
		if (next == SavingLedger.Due.AT_DEADLINE) {
			long quietNanos = nanoTime() - this.ledger.lastStepNanos();
			this.calls.makeAfter(QUIET.toNanos() - quietNanos, StoreCall.SAVE, this::deadline);
		}
	}

	private void deadline() {
		act(this.ledger.deadline(nanoTime(), QUIET.toNanos()));
	}

	private SavingLedger.Due attempt() {
		try {
			Progress due = this.ledger.progress();
			long startedNanos = nanoTime();
			if (trySave(due)) {
				this.calls.succeeded();
				observeSaved(due, startedNanos);
			}
			return this.ledger.saved(due);
		}
		catch (LeaseLostException ex) {
			lost(ex);
			return SavingLedger.Due.NOT_BY_CALLER;
		}
		catch (Throwable ex) {
			// First of all, since memory may be short for all that follows.
			if (this.ledger.failed()) {
				this.calls.makeAgain(StoreCall.SAVE, this::again);
			}
			this.failures.failed(StoreCall.SAVE, ex);
			return SavingLedger.Due.NOT_BY_CALLER;
		}
	}

	private boolean trySave(Progress due) {
		try {
			save(due);
			return true;
		}
		catch (AlreadySavedException ex) {
			// The answer to an earlier attempt was lost, not the save.
			return false;
		}
	}

	private void again() {
		if (this.ledger.beginAgain()) {
			act(SavingLedger.Due.NOW);
		}
	}

	private void save(Progress due) {
		this.resources.store().save(this.key, due.update(this.window, this.owner));
	}

	/** Whoever waits for a save goes on at its end, and must find it lost. */
	private void lost(LeaseLostException ex) {
		this.lost.accept(ex);
		this.ledger.end();
	}

	private void observeSaved(Progress saved, long startedNanos) {
		Checkpoint checkpoint = saved.checkpoint();
		if (checkpoint != null) {
			this.resources.observer().saved(this.key, checkpoint, nanoTime() - startedNanos);
		}
	}

	private long nanoTime() {
		return this.resources.nanoTime().getAsLong();
	}

	/**
	 * Save a step within the transaction that is open.
	 * @return to be called once it is committed
	 * @throws AlreadySavedException if an earlier transaction with this step was
	 * committed after all, so that the step is finished
	 */
	Runnable saveWithin(List<ChainEvent> step) {
		if (this.ledger.isEnded()) {
			throw new LeaseLostException("This instance is no longer the one that delivers");
		}
		Progress next = next(step);
		if (next.checkpoint() == null) {
			return () -> this.ledger.committed(next);
		}
		long startedNanos = nanoTime();
		try {
			save(next);
		}
		catch (LeaseLostException ex) {
			lost(ex);
			throw ex;
		}
		catch (AlreadySavedException ex) {
			this.ledger.committed(next);
			throw ex;
		}
		return () -> {
			this.ledger.committed(next);
			observeSaved(next, startedNanos);
		};
	}

	/** A step that moves nothing is saved too: only a save finds another owner. */
	private Progress next(List<ChainEvent> step) {
		Progress before = this.ledger.progress();
		Progress next = before.after(step, this.window);
		return (next.steps() != before.steps()) ? next : next.counted();
	}

	/** Let delivery wait for the store no longer. */
	void beginStop() {
		this.ledger.stop();
	}

	/** Try once more to save what is unsaved, and end. */
	CompletableFuture<Void> close() {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		this.calls.make(StoreCall.SAVE, () -> {
			if (this.ledger.beginLast()) {
				attempt();
			}
			this.ledger.end();
			closed.complete(null);
		});
		return closed;
	}

	void end() {
		this.ledger.end();
	}

	/** Return the checkpoint that was saved last, or from which delivery went on. */
	@Nullable Checkpoint saved() {
		return this.ledger.savedCheckpoint();
	}

	long unsaved() {
		return this.ledger.unsaved();
	}

}
