package io.headwater.observability;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import io.headwater.ListenerFailedEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.ListenerOutcome;
import io.headwater.observability.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Measures deliveries: how long events wait, and how long listeners take.
 */
public final class MeteredDispatch implements DispatchObserver {

	private final MeterRegistry registry;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final boolean listenerTimers;

	private final Map<String, ChainMeters> chains = new ConcurrentHashMap<>();

	/**
	 * Create the meters.
	 * @param registry where they are registered
	 * @param clock tells the age of heads
	 * @param nanoTime the monotonic clock, in nanoseconds
	 * @param listenerTimers whether listeners are timed; not where an observation of the
	 * same name does so
	 */
	public MeteredDispatch(MeterRegistry registry, Clock clock, LongSupplier nanoTime, boolean listenerTimers) {
		this.registry = registry;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.listenerTimers = listenerTimers;
	}

	private ChainMeters chain(ChainEvent event) {
		ChainMeters meters = this.chains.get(event.chain());
		return (meters != null) ? meters : this.chains.computeIfAbsent(event.chain(), this::chainMeters);
	}

	private ChainMeters chainMeters(String chain) {
		return new ChainMeters(this.registry, this.clock, this.nanoTime, this.listenerTimers, chain);
	}

	@Override
	public void delivering(ChainEvent event, int attempt, long latencyNanos) {
		if (attempt > 1) {
			count(HeadwaterMeters.LISTENER_RETRIES, event);
		}
		else if (!(event instanceof StreamStateChangedEvent) && !(event instanceof ListenerFailedEvent)) {
			chain(event).delivering(event, latencyNanos);
		}
	}

	@Override
	public void listenerCalled(ChainEvent event, String listener) {
		chain(event).listener(listener).called();
	}

	@Override
	public void listenerFinished(ChainEvent event, String listener, long nanos, ListenerOutcome outcome,
			@Nullable Throwable failure) {
		chain(event).listener(listener).finished(event.getClass().getSimpleName(), nanos, outcome);
	}

	@Override
	public void failed(ChainEvent event, Throwable failure) {
		count(HeadwaterMeters.LISTENER_FAILURES, event);
	}

	@Override
	public void abandoned(ChainEvent event, @Nullable String listener) {
		count(HeadwaterMeters.EVENTS_ABANDONED, event);
	}

	private void count(HeadwaterMeters meter, ChainEvent event) {
		Tags tags = TagValues.chain(event.chain()).and(Tag.EVENT.asString(), event.getClass().getSimpleName());
		Meters.counter(meter, tags, this.registry).increment();
	}

}
