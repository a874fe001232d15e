package io.headwater.observability;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.observability.HeadwaterMeters.Tag;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What is read from each stream when somebody looks, and what is counted from zero on.
 */
public final class StreamGauges implements MeterBinder {

	/** A rate does not see a counter that comes into being at one. */
	private static final List<HeadwaterMeters> COUNTED_FROM_ZERO = List.of(HeadwaterMeters.FAILOVERS,
			HeadwaterMeters.RESUBSCRIPTIONS, HeadwaterMeters.REORG_STORMS);

	private final HeadStreams streams;

	public StreamGauges(HeadStreams streams) {
		this.streams = streams;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.streams.all().forEach((stream) -> bind(stream, registry));
	}

	private void bind(HeadStream stream, MeterRegistry registry) {
		Tags chain = Meters.chain(stream.chain());
		COUNTED_FROM_ZERO.forEach((meter) -> Meters.counter(meter, chain, registry));
		Meters.gauge(HeadwaterMeters.QUEUE_DEPTH, chain, stream, HeadStream::queueDepth, registry);
		Meters.gauge(HeadwaterMeters.QUEUE_CAPACITY, chain, stream, HeadStream::queueCapacity, registry);
		Meters.gauge(HeadwaterMeters.CATCH_UP_RATE, chain, stream, StreamGauges::requestsPerSecond, registry);
		Meters.gauge(HeadwaterMeters.CHECKPOINT_NUMBER, chain, stream, StreamGauges::checkpoint, registry);
		Meters.gauge(HeadwaterMeters.CHECKPOINT_UNSAVED, chain, stream, HeadStream::unsavedSteps, registry);
		FunctionCounter.builder(HeadwaterMeters.QUEUE_FULL.getName(), stream, HeadStream::timesQueueFull)
			.description(HeadwaterMeters.QUEUE_FULL.getDescription())
			.tags(chain)
			.register(registry);
		bindAge(HeadwaterMeters.QUEUE_AGE, stream, HeadStream::queueAge, registry);
		bindAge(HeadwaterMeters.LISTENER_LAG, stream, HeadStream::listenerLag, registry);
		Meters.timeGauge(HeadwaterMeters.LAST_FRAME_AGE, chain, stream, TimeUnit.NANOSECONDS,
				StreamGauges::nanosSinceLastFrame, registry);
		for (ConnectionState state : ConnectionState.values()) {
			Meters.gauge(HeadwaterMeters.CONNECTION_STATE, chain.and(Tag.STATE.asString(), Meters.tagValue(state)),
					stream, (one) -> (one.connectionState() == state) ? 1 : 0, registry);
		}
		for (DeliveryState state : DeliveryState.values()) {
			Meters.gauge(HeadwaterMeters.DELIVERY_STATE, chain.and(Tag.STATE.asString(), Meters.tagValue(state)),
					stream, (one) -> (one.deliveryState() == state) ? 1 : 0, registry);
		}
		for (int i = 0; i < stream.nodes().size(); i++) {
			int index = i;
			Tags node = chain.and(Tag.NODE.asString(), Integer.toString(index));
			Meters.gauge(HeadwaterMeters.NODE_FOLLOWED, node, stream,
					(one) -> one.nodes().get(index).followed() ? 1 : 0, registry);
			Meters.gauge(HeadwaterMeters.NODE_LAG, node, stream, (one) -> lag(one, index), registry);
		}
	}

	private static double requestsPerSecond(HeadStream stream) {
		Double rate = stream.requestsPerSecond();
		return (rate != null) ? rate : Double.NaN;
	}

	private static double checkpoint(HeadStream stream) {
		Checkpoint checkpoint = stream.checkpoint();
		return (checkpoint != null) ? checkpoint.block().number() : Double.NaN;
	}

	private static double lag(HeadStream stream, int index) {
		Long lag = stream.nodes().get(index).lag();
		return (lag != null) ? lag : Double.NaN;
	}

	private static void bindAge(HeadwaterMeters meter, HeadStream stream, Function<HeadStream, Duration> age,
			MeterRegistry registry) {
		Meters.timeGauge(meter, Meters.chain(stream.chain()), stream, TimeUnit.NANOSECONDS,
				(one) -> age.apply(one).toNanos(), registry);
	}

	private static double nanosSinceLastFrame(HeadStream stream) {
		Duration age = stream.sinceLastFrame();
		return (age != null) ? age.toNanos() : Double.NaN;
	}

}
