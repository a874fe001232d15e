package io.headwater.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import io.headwater.HeadOrigin;
import io.headwater.ListenerFailedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.ListenerOutcome;
import io.headwater.metrics.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Measures deliveries: how long events wait, and how long listeners take.
 */
public final class MeteredDispatch implements DispatchObserver {

	private final MeterRegistry registry;

	private final LongSupplier nanoTime;

	private final boolean listenerTimers;

	private final Map<String, ChainMeters> chains = new ConcurrentHashMap<>();

	/**
	 * Create the meters.
	 * @param registry where they are registered
	 * @param nanoTime the monotonic clock, in nanoseconds
	 * @param listenerTimers whether listeners are timed; not where an observation of the
	 * same name does so
	 */
	public MeteredDispatch(MeterRegistry registry, LongSupplier nanoTime, boolean listenerTimers) {
		this.registry = registry;
		this.nanoTime = nanoTime;
		this.listenerTimers = listenerTimers;
	}

	private ChainMeters chain(ChainEvent event) {
		ChainMeters meters = this.chains.get(event.chain());
		return (meters != null) ? meters : this.chains.computeIfAbsent(event.chain(), ChainMeters::new);
	}

	@Override
	public void delivering(ChainEvent event, int attempt, long latencyNanos) {
		if (attempt > 1 || event instanceof StreamStateChangedEvent || event instanceof ListenerFailedEvent) {
			return;
		}
		ChainMeters meters = chain(event);
		meters.deliveryLatency.record(latencyNanos, TimeUnit.NANOSECONDS);
		if (event instanceof NewHeadEvent newHead) {
			meters.headNumber = newHead.head().number();
			meters.heads(newHead.origin()).increment();
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
	public void gaveUp(ChainEvent event, @Nullable String listener) {
		count(HeadwaterMeters.EVENTS_GIVEN_UP, event);
	}

	private void count(HeadwaterMeters meter, ChainEvent event) {
		Counter.builder(meter.getName())
			.description(meter.getDescription())
			.tags(TagValues.chain(event.chain()))
			.tag(Tag.EVENT.asString(), event.getClass().getSimpleName())
			.register(this.registry)
			.increment();
	}

	/**
	 * The meters of one chain, registered with its first event.
	 */
	private final class ChainMeters {

		private final String chain;

		private final Timer deliveryLatency;

		private final Map<HeadOrigin, Counter> heads = new EnumMap<>(HeadOrigin.class);

		private final Map<String, ListenerMeters> listeners = new ConcurrentHashMap<>();

		private volatile double headNumber = Double.NaN;

		ChainMeters(String chain) {
			this.chain = chain;
			this.deliveryLatency = Timer.builder(HeadwaterMeters.DELIVERY_LATENCY.getName())
				.description(HeadwaterMeters.DELIVERY_LATENCY.getDescription())
				.tags(TagValues.chain(chain))
				.register(MeteredDispatch.this.registry);
			Gauge.builder(HeadwaterMeters.HEAD_NUMBER.getName(), this, (meters) -> meters.headNumber)
				.description(HeadwaterMeters.HEAD_NUMBER.getDescription())
				.tags(TagValues.chain(chain))
				.register(MeteredDispatch.this.registry);
			for (HeadOrigin origin : HeadOrigin.values()) {
				this.heads.put(origin,
						Counter.builder(HeadwaterMeters.HEADS.getName())
							.description(HeadwaterMeters.HEADS.getDescription())
							.tags(TagValues.chain(chain))
							.tag(Tag.ORIGIN.asString(), TagValues.of(origin))
							.register(MeteredDispatch.this.registry));
			}
		}

		Counter heads(HeadOrigin origin) {
			return Objects.requireNonNull(this.heads.get(origin));
		}

		ListenerMeters listener(String name) {
			ListenerMeters meters = this.listeners.get(name);
			return (meters != null) ? meters : this.listeners.computeIfAbsent(name, this::listenerMeters);
		}

		private ListenerMeters listenerMeters(String name) {
			return new ListenerMeters(MeteredDispatch.this.registry, MeteredDispatch.this.nanoTime,
					MeteredDispatch.this.listenerTimers, this.chain, name);
		}

	}

}
