package io.headwater.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import io.headwater.ChainEvent;
import io.headwater.ReorgEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Knows what is delivered and what is saved, and lets one thread at a time save. It calls
 * no store itself, so that nobody waits for one but who chooses to.
 */
final class SavingLedger {

	private static final Log logger = LogFactory.getLog(CheckpointSession.class);

	private final CheckpointSettings settings;

	private final Lock lock = new ReentrantLock();

	private final Condition moved = this.lock.newCondition();

	private State state = State.RESTING;

	private Progress progress;

	private Progress saved;

	/** Is not counted twice where what follows it has failed, and it comes again. */
	private @Nullable List<ChainEvent> counted;

	private long lastStepNanos;

	private boolean deadlineSet;

	private boolean stopping;

	SavingLedger(CheckpointSettings settings, Progress begun) {
		this.settings = settings;
		this.progress = begun;
		this.saved = begun;
	}

	/** Take a finished step; returns when to save: now, or at the caller's deadline. */
	Due finished(List<ChainEvent> step, long nanos) {
		return locked(() -> {
			if (step != this.counted) {
				Progress before = this.progress;
				this.progress = before.after(step, this.settings.window());
				this.counted = step;
				if (this.progress.steps() == before.steps()) {
					return Due.NOT_BY_CALLER;
				}
				this.lastStepNanos = nanos;
			}
			return (this.state == State.RESTING) ? due() : Due.NOT_BY_CALLER;
		});
	}

	/** Return whether what is unsaved must be saved before the step. */
	boolean begins(List<ChainEvent> step, long nanos) {
		return locked(() -> {
			if (step == this.counted) {
				return false;
			}
			Progress before = this.progress.before(step);
			if (before.steps() != this.progress.steps()) {
				this.progress = before;
				this.lastStepNanos = nanos;
			}
			return makesHeadsVoid(step);
		});
	}

	private static boolean makesHeadsVoid(List<ChainEvent> step) {
		for (ChainEvent event : step) {
			if (event instanceof ReorgEvent || Progress.isReplay(event)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Wait until nothing is unsaved, the caller is to save, or delivery is to stop.
	 * @param paused called with the number of unsaved steps if the store has failed
	 * @return whether the caller is to save now
	 */
	boolean awaitSaved(LongConsumer paused) {
		this.lock.lock();
		try {
			while (unsavedSteps() > 0 && !isOver()) {
				if (this.state == State.RESTING) {
					return moveTo(State.SAVING);
				}
				paused.accept(unsavedSteps());
				this.moved.awaitUninterruptibly();
				dropStrayInterrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
		return false;
	}

	/** Only a stop ends a wait early: an interrupt may come of anything. */
	private void dropStrayInterrupt() {
		if (!isOver() && Thread.interrupted()) {
			logger.debug("Whoever waits for the store was interrupted, though not stopped: the wait goes on");
		}
	}

	private boolean isOver() {
		return this.stopping || this.state == State.ENDED;
	}

	private Due due() {
		if (unsavedSteps() >= this.settings.saveEvery()) {
			moveTo(State.SAVING);
			return Due.NOW;
		}
		if (unsavedSteps() == 0 || this.deadlineSet) {
			return Due.NOT_BY_CALLER;
		}
		this.deadlineSet = true;
		return Due.AT_DEADLINE;
	}

	Due deadline(long nanos, long quietNanos) {
		return locked(() -> {
			this.deadlineSet = false;
			if (this.state != State.RESTING || unsavedSteps() == 0) {
				return Due.NOT_BY_CALLER;
			}
			if (nanos - this.lastStepNanos < quietNanos) {
				return due();
			}
			moveTo(State.SAVING);
			return Due.NOW;
		});
	}

	long lastStepNanos() {
		return locked(() -> this.lastStepNanos);
	}

	/** Return whether the caller is to save again now. */
	boolean beginAgain() {
		return locked(() -> this.state == State.FAILING && moveTo(State.SAVING));
	}

	/** Return whether the caller is to make the last save, once nobody else saves. */
	boolean beginLast() {
		return locked(() -> {
			while (this.state == State.SAVING) {
				this.moved.awaitUninterruptibly();
			}
			return unsavedSteps() > 0 && moveTo(State.SAVING);
		});
	}

	/** Everything up to here is saved; returns when to save again. */
	Due saved(Progress saved) {
		return locked(() -> {
			this.progress = this.progress.savedUpTo(saved.steps());
			this.saved = saved;
			return moveTo(State.RESTING) ? due() : Due.NOT_BY_CALLER;
		});
	}

	/** A step was saved by the transaction in which it was delivered. */
	void committed(Progress committed) {
		locked(() -> {
			this.progress = committed.savedUpTo(committed.steps());
			this.saved = committed;
			return this.progress;
		});
	}

	/** Return whether the save that has failed is to be tried again. */
	boolean failed() {
		// Without a lambda: memory may be what the save has failed for.
		this.lock.lock();
		try {
			return moveTo(State.FAILING);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until fewer steps are unsaved than may be, or delivery is to stop.
	 * @param paused called with the number of unsaved steps if delivery has to wait
	 */
	void awaitRoom(LongConsumer paused) {
		this.lock.lock();
		try {
			while (isBehind() && unsavedSteps() >= this.settings.maxUnsaved() && !this.stopping) {
				paused.accept(unsavedSteps());
				this.moved.awaitUninterruptibly();
				dropStrayInterrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isBehind() {
		return this.state == State.SAVING || this.state == State.FAILING;
	}

	/** Let delivery wait no longer. */
	void stop() {
		locked(() -> {
			this.stopping = true;
			this.moved.signalAll();
			return this.state;
		});
	}

	void end() {
		locked(() -> moveTo(State.ENDED));
	}

	boolean isEnded() {
		return locked(() -> this.state == State.ENDED);
	}

	Progress progress() {
		return locked(() -> this.progress);
	}

	@Nullable Checkpoint savedCheckpoint() {
		return locked(() -> this.saved).checkpoint();
	}

	long unsaved() {
		return locked(this::unsavedSteps);
	}

	private long unsavedSteps() {
		return this.progress.steps() - this.saved.steps();
	}

	private boolean moveTo(State next) {
		boolean legal = this.state.canMoveTo(next);
		if (legal) {
			this.state = next;
			this.moved.signalAll();
		}
		return legal;
	}

	private <T> T locked(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** When a save is due. */
	enum Due {

		/** Now, by the caller. */
		NOW,

		/** At a deadline, which the caller sets. */
		AT_DEADLINE,

		/** Never, or somebody else sees to it. */
		NOT_BY_CALLER

	}

	/** How the saving of one checkpoint stands. */
	private enum State {

		/** Nobody saves. */
		RESTING,

		/** Somebody saves. */
		SAVING,

		/** A save has failed; another attempt is due. */
		FAILING,

		/** Nothing is saved any more. */
		ENDED;

		private static final Map<State, Set<State>> MOVES = Map.of( //
				RESTING, Set.of(SAVING, ENDED), //
				SAVING, Set.of(RESTING, FAILING, ENDED), //
				FAILING, Set.of(SAVING, ENDED), //
				ENDED, Set.of());

		boolean canMoveTo(State next) {
			return MOVES.getOrDefault(this, Set.of()).contains(next);
		}

	}

}
