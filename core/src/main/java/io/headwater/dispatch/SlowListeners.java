package io.headwater.dispatch;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import io.headwater.support.ChainLog;
import io.headwater.support.LogThrottle;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Warns of listeners that take too long: at their end, and as long as one runs, whenever
 * {@link #check()} is called because something waits for it. So nothing need wake up to
 * look.
 */
final class SlowListeners {

	private static final Log logger = LogFactory.getLog(Publisher.class);

	private final long thresholdNanos;

	private final LogThrottle throttle;

	private final LongSupplier nanoTime;

	private volatile @Nullable Running running;

	/** For the publisher's thread only, as all below. */
	private @Nullable Running event;

	/** When the last isolated listener ended: since then others may have run. */
	private long lastEndNanos;

	SlowListeners(Duration threshold, LogThrottle throttle, LongSupplier nanoTime) {
		this.thresholdNanos = threshold.toNanos();
		this.throttle = throttle;
		this.nanoTime = nanoTime;
	}

	void eventBegun(ChainEvent event, long now) {
		this.event = new Running(event, null, now);
		this.running = this.event;
		this.lastEndNanos = now;
	}

	void listenerCalled(ChainEvent event, String listener, long now) {
		warnOfOthers(now);
		this.running = new Running(event, listener, now);
	}

	void listenerFinished(long now) {
		Running listener = this.running;
		if (listener != null) {
			warnAtEnd(listener, now - listener.sinceNanos());
		}
		this.running = this.event;
		this.lastEndNanos = now;
	}

	void eventEnded(long now) {
		warnOfOthers(now);
		this.running = null;
	}

	private void warnOfOthers(long now) {
		Running event = this.event;
		if (event != null) {
			warnAtEnd(event, now - this.lastEndNanos);
		}
	}

	private void warnAtEnd(Running running, long nanos) {
		if (nanos > this.thresholdNanos) {
			warn(running, ListenerFailure.who(running.listener()) + " took ", nanos);
		}
	}

	/** Warn if a listener has been running for too long. For any thread. */
	void check() {
		Running running = this.running;
		long nanos = (running != null) ? this.nanoTime.getAsLong() - running.sinceNanos() : 0;
		if (running != null && nanos > this.thresholdNanos) {
			warn(running,
					(running.listener() != null) ? ListenerFailure.who(running.listener()) + " has been running for "
							: "The listeners together have been running for ",
					nanos);
		}
	}

	/** Return whether listeners are being called at this moment. For any thread. */
	boolean areCalled() {
		return this.running != null;
	}

	private void warn(Running running, String what, long nanos) {
		this.throttle.pass(what)
			.ifPresent((heldBack) -> logger.warn(ChainLog.line(running.event().chain(),
					what + Duration.ofNanos(nanos).toMillis() + " ms on " + running.event().getClass().getSimpleName()
							+ LogThrottle.heldBack(heldBack) + "; what comes after it waits")));
	}

	/**
	 * What runs.
	 *
	 * @param listener the listener's name, or {@code null} if none that is isolated runs
	 */
	private record Running(ChainEvent event, @Nullable String listener, long sinceNanos) {
	}

}
