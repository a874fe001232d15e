package io.headwater.observability;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.headwater.dispatch.ListenerOutcome;
import io.headwater.observability.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of one listener in one chain. Written by the chain's publisher, read by
 * anybody.
 */
final class ListenerMeters {

	private static final long NOT_RUNNING = 0;

	private final MeterRegistry registry;

	private final LongSupplier nanoTime;

	private final boolean timed;

	private final Tags tags;

	private final Map<ListenerOutcome, Map<String, Timer>> timers = new EnumMap<>(ListenerOutcome.class);

	private volatile long startedNanos = NOT_RUNNING;

	private volatile long lastNanos;

	ListenerMeters(MeterRegistry registry, LongSupplier nanoTime, boolean timed, String chain, String listener) {
		this.registry = registry;
		this.nanoTime = nanoTime;
		this.timed = timed;
		this.tags = Meters.chain(chain).and(Tag.LISTENER.asString(), listener);
		for (ListenerOutcome outcome : ListenerOutcome.values()) {
			this.timers.put(outcome, new ConcurrentHashMap<>());
		}
		Meters.timeGauge(HeadwaterMeters.LISTENER_LATENCY_LAST, this.tags, this, TimeUnit.NANOSECONDS,
				ListenerMeters::latest, registry);
	}

	void called() {
		long now = this.nanoTime.getAsLong();
		this.startedNanos = (now != NOT_RUNNING) ? now : now + 1;
	}

	void finished(String event, long nanos, ListenerOutcome outcome) {
		this.lastNanos = nanos;
		this.startedNanos = NOT_RUNNING;
		if (this.timed) {
			timer(event, outcome).record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	/** Looked up before it is made: this is done for each call of each listener. */
	private Timer timer(String event, ListenerOutcome outcome) {
		Map<String, Timer> timers = Objects.requireNonNull(this.timers.get(outcome));
		Timer timer = timers.get(event);
		return (timer != null) ? timer : timers.computeIfAbsent(event, (name) -> newTimer(name, outcome));
	}

	private double latest() {
		long startedNanos = this.startedNanos;
		long running = (startedNanos != NOT_RUNNING) ? this.nanoTime.getAsLong() - startedNanos : 0;
		return Math.max(running, this.lastNanos);
	}

	private Timer newTimer(String event, ListenerOutcome outcome) {
		Tags tags = this.tags.and(Tag.EVENT.asString(), event, Tag.OUTCOME.asString(), Meters.tagValue(outcome));
		return Meters.timer(HeadwaterMeters.LISTENER_LATENCY, tags, this.registry);
	}

}
