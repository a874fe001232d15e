package io.headwater.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The runs of one stream, one after another. Whoever starts or stops it does so alone,
 * but holds no lock meanwhile: others wait for a future, for as long as a stop may take.
 * Only {@link #forget} waits for the store, and nobody waits for it.
 */
final class StreamLife {

	private final Object monitor = new Object();

	private final Runs runs;

	private volatile @Nullable StreamRun run;

	private volatile boolean wanted;

	private volatile @Nullable Starter starter;

	/** Who starts or stops the stream at this moment. */
	private @Nullable Move move;

	/** How many threads let the store forget the checkpoint at this moment. */
	private int forgetting;

	private boolean startAfterForgetting;

	/** Kept from the last run for the next one. */
	private boolean paused;

	/** For the moves alone: completed when no listener of a run before runs any more. */
	private CompletableFuture<Void> listenersGone = CompletableFuture.completedFuture(null);

	/**
	 * Create the life of a stream that does not run.
	 * @param wanted whether it starts with the application
	 */
	StreamLife(Runs runs, boolean wanted) {
		this.runs = runs;
		this.wanted = wanted;
	}

	/** Say who lets runs begin, before any does. */
	void startWith(Starter starter) {
		Assert.state(this.starter == null, "The stream belongs to other streams");
		this.starter = starter;
	}

	private Starter starter() {
		Starter starter = this.starter;
		Assert.state(starter != null, "The stream belongs to no HeadStreams, which would give it a scheduler");
		return starter;
	}

	@Nullable StreamRun run() {
		return this.run;
	}

	/**
	 * Return whether the stream is to run while the application does: what somebody did
	 * with it last counts more than the configuration.
	 */
	boolean isWanted() {
		return this.wanted;
	}

	void want(boolean wanted) {
		this.wanted = wanted;
	}

	/**
	 * Start a run, unless there is one. While the checkpoint is being forgotten, that is
	 * done afterwards.
	 */
	void start() {
		Move mine = begin(true);
		if (mine != null) {
			try {
				run(starter());
			}
			finally {
				end(mine);
			}
		}
	}

	private void run(Starter starter) {
		ScheduledExecutorService scheduler = starter.begin();
		if (scheduler == null) {
			return;
		}
		try {
			StreamRun run = this.runs.create(scheduler, this.listenersGone, keptPause());
			this.run = run;
			// Whoever closes the gate looks for the run afterwards: one of the two sees
			// it.
			if (starter.isOpen()) {
				run.start();
			}
			else {
				run.beginStop();
			}
		}
		catch (Throwable ex) {
			stopRun();
			starter.end();
			throw ex;
		}
	}

	/** The first half of a stop, so that streams wait side by side. */
	void beginStop() {
		StreamRun run = this.run;
		if (run != null) {
			run.beginStop();
		}
	}

	/**
	 * Stop the run, if there is one, and wait for its end. A listener that stops its own
	 * stream does not wait for itself.
	 * @param keepPause whether a pause is to outlast the stop
	 */
	void stop(boolean keepPause) {
		synchronized (this.monitor) {
			this.startAfterForgetting = false;
		}
		endRun();
		if (!keepPause) {
			synchronized (this.monitor) {
				this.paused = false;
			}
		}
	}

	/** Return whether there was a run. */
	private boolean endRun() {
		Move mine = begin(false);
		if (mine == null) {
			return false;
		}
		try {
			stopRun();
			starter().end();
		}
		finally {
			end(mine);
		}
		return true;
	}

	private void stopRun() {
		StreamRun run = this.run;
		if (run != null) {
			run.beginStop();
			run.awaitStop();
			this.listenersGone = run.listenersGone();
			synchronized (this.monitor) {
				this.paused = run.isPaused();
			}
			this.run = null;
		}
	}

	/**
	 * Let the store forget the checkpoint. A run is stopped before, and another one
	 * started afterwards, unless somebody stops the stream meanwhile.
	 * @param delete lets the store forget; may block
	 */
	void forget(Runnable delete) {
		synchronized (this.monitor) {
			this.forgetting++;
		}
		try {
			if (endRun()) {
				synchronized (this.monitor) {
					this.startAfterForgetting = true;
					this.paused = false;
				}
			}
			delete.run();
		}
		finally {
			boolean start;
			synchronized (this.monitor) {
				this.forgetting--;
				start = this.forgetting == 0 && this.startAfterForgetting;
				this.startAfterForgetting &= !start;
			}
			if (start) {
				start();
			}
		}
	}

	/** Wait for one's turn to start or stop; {@code null} if there is nothing to do. */
	private @Nullable Move begin(boolean starting) {
		Move mine = new Move(starting);
		for (Move other = tryToBegin(mine); other != mine; other = tryToBegin(mine)) {
			if (other == null || isAwaitedBy(other)) {
				return null;
			}
			other.done.join();
		}
		return mine;
	}

	private @Nullable Move tryToBegin(Move mine) {
		synchronized (this.monitor) {
			if (mine.starting && this.forgetting > 0) {
				this.startAfterForgetting = true;
				return null;
			}
			if (this.move == null) {
				this.move = ((this.run == null) == mine.starting) ? mine : null;
			}
			return this.move;
		}
	}

	/** Whoever stops the stream waits for its listener and its link, which must not. */
	private boolean isAwaitedBy(Move other) {
		if (other.thread == Thread.currentThread()) {
			throw new IllegalStateException("An observer must neither start nor stop the stream that it observes");
		}
		StreamRun run = this.run;
		return !other.starting && run != null && run.isOwnThread();
	}

	private void end(Move mine) {
		synchronized (this.monitor) {
			this.move = null;
		}
		mine.done.complete(null);
	}

	private boolean keptPause() {
		synchronized (this.monitor) {
			return this.paused;
		}
	}

	@FunctionalInterface
	interface Runs {

		/**
		 * Make a run that is not started.
		 * @param earlier completed when no listener of a run before runs any more
		 * @param paused whether it is paused from the start
		 */
		StreamRun create(ScheduledExecutorService scheduler, CompletableFuture<Void> earlier, boolean paused);

	}

	/** Says whether a run may begin, and gives it a scheduler. */
	interface Starter {

		/** Return the run's scheduler, or {@code null} if it may not begin. */
		@Nullable ScheduledExecutorService begin();

		/** Return whether runs may still begin. */
		boolean isOpen();

		void end();

	}

	/** Starting or stopping the stream. */
	private static final class Move {

		private final Thread thread = Thread.currentThread();

		private final CompletableFuture<Void> done = new CompletableFuture<>();

		private final boolean starting;

		Move(boolean starting) {
			this.starting = starting;
		}

	}

}
