package io.headwater.dispatch;

import io.headwater.ChainEvent;
import io.headwater.logging.LogThrottle;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs what listeners throw, at most one line a listener in ten seconds: a listener that
 * always fails must not fill the disk.
 */
final class ListenerFailures {

	private static final Log logger = LogFactory.getLog(Publisher.class);

	private final LogThrottle throttle;

	ListenerFailures(LogThrottle throttle) {
		this.throttle = throttle;
	}

	void log(ChainEvent event, @Nullable String listener, String consequence, Throwable thrown) {
		String who = ListenerFailure.who(listener);
		this.throttle.pass(who)
			.ifPresent((heldBack) -> logger
				.error(line(event, who, " failed on ") + LogThrottle.heldBack(heldBack) + "; " + consequence, thrown));
	}

	void logGivenUp(ChainEvent event, ListenerFailure failure) {
		String who = ListenerFailure.who(failure.listener());
		this.throttle.pass(who + " gave up")
			.ifPresent((heldBack) -> logger.error(line(event, who, " gave up ") + " after " + failure.attempts()
					+ " attempts" + LogThrottle.heldBack(heldBack) + ", which a ListenerFailedEvent tells"));
	}

	void logBoundary(ChainEvent event, Throwable thrown) {
		String what = "What belongs to a step failed on ";
		this.throttle.pass(what)
			.ifPresent((heldBack) -> logger.error(line(event, what, "") + LogThrottle.heldBack(heldBack), thrown));
	}

	void logAfterStop(ChainEvent event, @Nullable String listener, Throwable thrown) {
		logger.debug(line(event, ListenerFailure.who(listener), " did not finish ") + ", since the stream was stopped",
				thrown);
	}

	private static String line(ChainEvent event, String who, String what) {
		return "[" + event.chain() + "] " + who + what + event.getClass().getSimpleName();
	}

}
