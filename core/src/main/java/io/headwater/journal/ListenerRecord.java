package io.headwater.journal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one listener. Written by the chain's publisher, read by anybody.
 */
final class ListenerRecord {

	private final AtomicLong calls = new AtomicLong();

	private final AtomicLong failures = new AtomicLong();

	private volatile @Nullable Long startedNanos;

	private volatile @Nullable Long lastNanos;

	private volatile long longestNanos;

	void called(long now) {
		this.calls.incrementAndGet();
		this.startedNanos = now;
	}

	void finished(long nanos, boolean failed) {
		this.lastNanos = nanos;
		this.longestNanos = Math.max(this.longestNanos, nanos);
		this.startedNanos = null;
		if (failed) {
			this.failures.incrementAndGet();
		}
	}

	ListenerReading reading(String name, long now) {
		Long last = this.lastNanos;
		Long started = this.startedNanos;
		return new ListenerReading(name, this.calls.get(), this.failures.get(),
				(last != null) ? Duration.ofNanos(last) : null, Duration.ofNanos(this.longestNanos),
				(started != null) ? Duration.ofNanos(now - started) : null);
	}

}
