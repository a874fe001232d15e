package io.headwater.transport;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that a node is dead, or never ends a message. A container says nothing of a
 * peer that has gone without a word, and nothing of a frame before it has a part of it to
 * hand over: such a frame counts as silence. Whoever reads frames notes the time of the
 * last one, no more; the one deadline that is scheduled looks at it when it is due.
 */
final class ConnectionWatch {

	private final KeepAlive limits;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	private final Subject subject;

	private volatile long messageBegan;

	private volatile boolean messageUnfinished;

	private State state = State.LISTENING;

	private long pinged;

	private long due;

	private @Nullable Future<?> deadline;

	ConnectionWatch(KeepAlive limits, ScheduledExecutorService scheduler, LongSupplier nanoTime, Subject subject) {
		this.limits = limits;
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.subject = subject;
	}

	synchronized void start() {
		if (this.state != State.ENDED) {
			arm(awaited());
		}
	}

	/** The part that has come is not the last one of its message. */
	void messageGoesOn(long nanos) {
		if (!this.messageUnfinished) {
			this.messageBegan = nanos;
			this.messageUnfinished = true;
			armEarlier(nanos + this.limits.partialMessageTimeout().toNanos());
		}
	}

	/** The part that has come is the last one of its message. */
	void messageEnded() {
		if (this.messageUnfinished) {
			this.messageUnfinished = false;
		}
	}

	synchronized void stop() {
		this.state = State.ENDED;
		cancel();
	}

	private void look() {
		switch (finding()) {
			case NOTHING -> {
			}
			case QUIET -> this.subject.ping();
			case DEAD -> this.subject.dead(ConnectionLoss.silent(this.limits.timeout()));
			case UNFINISHED -> this.subject.dead(new ConnectionLoss(Kind.PROTOCOL,
					"a message was not ended within " + this.limits.partialMessageTimeout().toMillis() + " ms"));
		}
	}

	private synchronized Finding finding() {
		if (this.state == State.ENDED) {
			return Finding.NOTHING;
		}
		long now = this.nanoTime.getAsLong();
		// Who comes so late has stood still, and what the node sent is still to be read.
		boolean stoodStill = now - this.due >= this.limits.timeout().toNanos();
		if (this.messageUnfinished && now - this.messageBegan >= this.limits.partialMessageTimeout().toNanos()) {
			if (!stoodStill) {
				return end(Finding.UNFINISHED);
			}
			this.messageBegan = now;
		}
		if (this.state == State.PINGED && this.subject.lastFrame() - this.pinged >= 0) {
			this.state = State.LISTENING;
		}
		boolean overdue = now - awaited() >= 0;
		if (overdue && this.state == State.PINGED && !stoodStill) {
			return end(Finding.DEAD);
		}
		if (overdue) {
			this.state = State.PINGED;
			this.pinged = now;
		}
		arm(earlier(awaited(), messageDeadline()));
		return overdue ? Finding.QUIET : Finding.NOTHING;
	}

	private Finding end(Finding finding) {
		this.state = State.ENDED;
		return finding;
	}

	/** Until when the next frame has to come. */
	private long awaited() {
		return (this.state == State.PINGED) ? this.pinged + this.limits.timeout().toNanos()
				: this.subject.lastFrame() + this.limits.interval().toNanos();
	}

	private @Nullable Long messageDeadline() {
		return this.messageUnfinished ? this.messageBegan + this.limits.partialMessageTimeout().toNanos() : null;
	}

	private static long earlier(long one, @Nullable Long other) {
		return (other != null && other - one < 0) ? other : one;
	}

	private synchronized void armEarlier(long time) {
		if (this.state != State.ENDED && time - this.due < 0) {
			cancel();
			arm(time);
		}
	}

	private void arm(long time) {
		this.due = time;
		this.deadline = this.scheduler.schedule(this::look, time - this.nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
	}

	private void cancel() {
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
	}

	/**
	 * What is watched.
	 */
	interface Subject {

		/**
		 * Return when the last part of a message came, or the last pong, or when the
		 * connection was opened.
		 */
		long lastFrame();

		/**
		 * Send a ping, without waiting. Called without a lock.
		 */
		void ping();

		/**
		 * End, since the node is dead or never ends a message. Called without a lock.
		 */
		void dead(ConnectionLoss loss);

	}

	private enum State {

		/** Nothing need come before the interval is over. */
		LISTENING,

		/** Something must come before the time-out is over. */
		PINGED,

		ENDED

	}

	private enum Finding {

		NOTHING, QUIET, DEAD, UNFINISHED

	}

}
