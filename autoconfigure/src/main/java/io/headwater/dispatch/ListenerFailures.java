package io.headwater.dispatch;

import java.util.function.LongSupplier;

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

	private static final String NOT_ISOLATED = "A listener that is no @EventListener method";

	private final LogThrottle throttle;

	ListenerFailures(LongSupplier nanoTime) {
		this.throttle = new LogThrottle(nanoTime);
	}

	void log(ChainEvent event, @Nullable String listener, Throwable failure) {
		String name = (listener != null) ? "Listener " + listener : NOT_ISOLATED;
		this.throttle.pass(name)
			.ifPresent((heldBack) -> logger.error("[" + event.chain() + "] " + name + " failed on "
					+ event.getClass().getSimpleName() + LogThrottle.heldBack(heldBack)
					+ ((listener != null) ? "; the other listeners still receive the event"
							: "; listeners after it do not receive the event"),
					failure));
	}

}
