package io.headwater.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs what listeners throw, at most one line a listener in ten seconds: a listener that
 * always fails must not fill the disk. For the publisher's thread only.
 */
final class ListenerFailures {

	private static final Log logger = LogFactory.getLog(Publisher.class);

	private static final Duration QUIET = Duration.ofSeconds(10);

	private static final String NOT_ISOLATED = "A listener that is no @EventListener method";

	private final LongSupplier nanoTime;

	private final Map<String, Long> logged = new HashMap<>();

	private final Map<String, Integer> unlogged = new HashMap<>();

	ListenerFailures(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	void log(ChainEvent event, @Nullable String listener, Throwable failure) {
		String name = (listener != null) ? "Listener " + listener : NOT_ISOLATED;
		long now = this.nanoTime.getAsLong();
		Long last = this.logged.get(name);
		if (last != null && now - last < QUIET.toNanos()) {
			this.unlogged.merge(name, 1, Integer::sum);
			return;
		}
		this.logged.put(name, now);
		Integer skipped = this.unlogged.remove(name);
		logger.error("[" + event.chain() + "] " + name + " failed on " + event.getClass().getSimpleName()
				+ ((skipped != null) ? " (and " + skipped + " times since the last such line)" : "")
				+ ((listener != null) ? "; the other listeners still receive the event"
						: "; listeners after it do not receive the event"),
				failure);
	}

}
