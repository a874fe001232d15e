package io.headwater.observability;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of the deliveries of one chain, registered with its first event.
 */
final class ChainMeters {

	private final MeterRegistry registry;

	private final LongSupplier nanoTime;

	private final boolean listenerTimers;

	private final String chain;

	private final Timer deliveryLatency;

	private final HeadMeters heads;

	private final WalkMeters walk;

	private final Map<String, ListenerMeters> listeners = new ConcurrentHashMap<>();

	ChainMeters(MeterRegistry registry, Clock clock, LongSupplier nanoTime, boolean listenerTimers, String chain) {
		this.registry = registry;
		this.nanoTime = nanoTime;
		this.listenerTimers = listenerTimers;
		this.chain = chain;
		this.deliveryLatency = Meters.timer(HeadwaterMeters.DELIVERY_LATENCY, TagValues.chain(chain), registry);
		this.heads = new HeadMeters(registry, clock, chain);
		this.walk = new WalkMeters(registry, chain);
	}

	void delivering(ChainEvent event, long latencyNanos) {
		this.deliveryLatency.record(latencyNanos, TimeUnit.NANOSECONDS);
		this.heads.delivering(event);
		this.walk.delivering(event);
	}

	ListenerMeters listener(String name) {
		ListenerMeters meters = this.listeners.get(name);
		return (meters != null) ? meters : this.listeners.computeIfAbsent(name, this::listenerMeters);
	}

	private ListenerMeters listenerMeters(String name) {
		return new ListenerMeters(this.registry, this.nanoTime, this.listenerTimers, this.chain, name);
	}

}
