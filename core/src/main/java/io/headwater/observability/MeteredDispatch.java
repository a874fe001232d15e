package io.headwater.observability;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.HeadsSkippedEvent;
import io.headwater.ListenerFailedEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.ListenerOutcome;
import io.headwater.observability.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
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
		// First: they are registered while the connection is opened, and hold up no head.
		ChainMeters meters = chain(event);
		if (attempt > 1) {
			count(HeadwaterMeters.LISTENER_RETRIES, event);
		}
		else if (!(event instanceof StreamStateChangedEvent) && !(event instanceof ListenerFailedEvent)) {
			meters.delivering(event, latencyNanos);
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
		Tags tags = Meters.chain(event.chain()).and(Tag.EVENT.asString(), event.getClass().getSimpleName());
		Meters.counter(meter, tags, this.registry).increment();
	}

	/** The meters of the deliveries of one chain, registered with its first event. */
	private static final class ChainMeters {

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
			this.deliveryLatency = Meters.timer(HeadwaterMeters.DELIVERY_LATENCY, Meters.chain(chain), registry);
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

	/**
	 * The meters of what breaks the walk of one chain. They are there from the first
	 * event on, so that a first reorg, skip or reset shows as an increase.
	 */
	private static final class WalkMeters {

		private final DistributionSummary reorgs;

		private final Map<HeadsSkippedEvent.Reason, Counter> skipped = new EnumMap<>(HeadsSkippedEvent.Reason.class);

		private final Map<ChainResetEvent.Reason, Counter> resets = new EnumMap<>(ChainResetEvent.Reason.class);

		WalkMeters(MeterRegistry registry, String chain) {
			this.reorgs = DistributionSummary.builder(HeadwaterMeters.REORG_DEPTH.getName())
				.description(HeadwaterMeters.REORG_DEPTH.getDescription())
				.tags(Meters.chain(chain))
				.register(registry);
			for (HeadsSkippedEvent.Reason reason : HeadsSkippedEvent.Reason.values()) {
				this.skipped.put(reason, counter(HeadwaterMeters.HEADS_SKIPPED, reason, registry, chain));
			}
			for (ChainResetEvent.Reason reason : ChainResetEvent.Reason.values()) {
				this.resets.put(reason, counter(HeadwaterMeters.RESETS, reason, registry, chain));
			}
		}

		private static Counter counter(HeadwaterMeters meter, Enum<?> reason, MeterRegistry registry, String chain) {
			return Meters.counter(meter, Meters.chain(chain).and(Tag.REASON.asString(), Meters.tagValue(reason)),
					registry);
		}

		void delivering(ChainEvent event) {
			if (event instanceof ReorgEvent reorg) {
				this.reorgs.record(reorg.depth());
			}
			else if (event instanceof HeadsSkippedEvent skip) {
				Objects.requireNonNull(this.skipped.get(skip.reason())).increment(skip.to() - skip.from() + 1.0);
			}
			else if (event instanceof ChainResetEvent reset) {
				Objects.requireNonNull(this.resets.get(reset.reason())).increment();
			}
		}

	}

	/**
	 * The meters of one listener in one chain. Written by the chain's publisher, read by
	 * anybody.
	 */
	private static final class ListenerMeters {

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

}
