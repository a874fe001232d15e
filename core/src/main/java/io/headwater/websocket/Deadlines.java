package io.headwater.websocket;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one connection. At most one task of it waits in the scheduler: a
 * deadline that was kept leaves it there, and when its time comes, it looks for what is
 * due, waits for the next one, or ends. So deadlines cost next to nothing while they are
 * kept, and a connection without one wakes nobody. Safe to use from any thread.
 */
final class Deadlines {

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	private final Consumer<Kind> missed;

	private final long[] allowed = new long[Kind.values().length];

	/** When each is due, on a clock that begins at 1, or 0 if it is not set. */
	private final long[] due = new long[Kind.values().length];

	private final long origin;

	private @Nullable Future<?> task;

	private long taskDue;

	private boolean ended;

	/**
	 * Create deadlines, none of which is set.
	 * @param missed hears of each that is missed, on the scheduler's thread
	 */
	Deadlines(ClientSettings settings, ScheduledExecutorService scheduler, LongSupplier nanoTime,
			Consumer<Kind> missed) {
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.missed = missed;
		this.origin = nanoTime.getAsLong() - 1;
		allow(Kind.CONNECT, settings.connectTimeout());
		allow(Kind.SEND, settings.sendTimeout());
		allow(Kind.MESSAGE, settings.messageTimeout());
	}

	private void allow(Kind kind, Duration duration) {
		this.allowed[kind.ordinal()] = duration.toNanos();
	}

	/** Begin a deadline anew. */
	void set(Kind kind) {
		set(kind, 0);
	}

	/** Begin a deadline anew, some of whose time is used up. */
	synchronized void set(Kind kind, long usedNanos) {
		long due = now() + Math.max(0, this.allowed[kind.ordinal()] - usedNanos);
		this.due[kind.ordinal()] = due;
		if (!this.ended && (this.task == null || due < this.taskDue)) {
			schedule(due);
		}
	}

	/** A deadline was kept. */
	synchronized void clear(Kind kind) {
		this.due[kind.ordinal()] = 0;
	}

	/** Return the time that a deadline still has, negative if it was missed. */
	synchronized Duration left(Kind kind) {
		return Duration.ofNanos(this.due[kind.ordinal()] - now());
	}

	/** Let no deadline be missed any more. */
	synchronized void end() {
		this.ended = true;
		cancelTask();
	}

	private void schedule(long due) {
		cancelTask();
		try {
			this.taskDue = due;
			this.task = this.scheduler.schedule(this::look, due - now(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The application stops: every session is closed, which needs no scheduler.
			this.ended = true;
		}
	}

	private void cancelTask() {
		if (this.task != null) {
			this.task.cancel(false);
			this.task = null;
		}
	}

	private void look() {
		Kind kind = nextMissed();
		if (kind != null) {
			this.missed.accept(kind);
		}
	}

	/** The first one missed is enough, since it ends the connection. */
	private synchronized @Nullable Kind nextMissed() {
		this.task = null;
		if (this.ended) {
			return null;
		}
		long now = now();
		long next = 0;
		for (Kind kind : Kind.values()) {
			long due = this.due[kind.ordinal()];
			if (due != 0 && due <= now) {
				return kind;
			}
			if (due != 0 && (next == 0 || due < next)) {
				next = due;
			}
		}
		if (next != 0) {
			schedule(next);
		}
		return null;
	}

	private long now() {
		return this.nanoTime.getAsLong() - this.origin;
	}

	/** What must not last for ever. */
	enum Kind {

		/** From the first look at the host's name to the end of the upgrade. */
		CONNECT,

		/** The sending of one frame. */
		SEND,

		/** A message, from its first byte to its last one. */
		MESSAGE

	}

}
