package io.headwater.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what listeners throw, at most one line a listener in ten seconds: a listener that
 * always fails must not fill the disk. For the publisher's thread only.
 */
final class ListenerFailures {

	private static final Log logger = LogFactory.getLog(Publisher.class);

	private static final Duration QUIET = Duration.ofSeconds(10);

	private final LongSupplier nanoTime;

	private final Map<String, Long> logged = new HashMap<>();

	private final Map<String, Integer> unlogged = new HashMap<>();

	ListenerFailures(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	void log(ChainEvent event, String listener, Throwable failure) {
		long now = this.nanoTime.getAsLong();
		Long last = this.logged.get(listener);
		if (last != null && now - last < QUIET.toNanos()) {
			this.unlogged.merge(listener, 1, Integer::sum);
			return;
		}
		this.logged.put(listener, now);
		Integer skipped = this.unlogged.remove(listener);
		logger.error("[" + event.chain() + "] Listener " + listener + " failed on " + event.getClass().getSimpleName()
				+ ((skipped != null) ? " (and " + skipped + " times since the last such line)" : "")
				+ "; the other listeners still receive the event", failure);
	}

}
