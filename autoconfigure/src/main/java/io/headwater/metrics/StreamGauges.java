package io.headwater.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.metrics.HeadwaterMeters.Tag;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What is read from each stream when somebody looks.
 */
public final class StreamGauges implements MeterBinder {

	private final HeadStreams streams;

	/**
	 * Create the gauges.
	 * @param streams the streams to read
	 */
	public StreamGauges(HeadStreams streams) {
		this.streams = streams;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.streams.all().forEach((stream) -> bind(stream, registry));
	}

	private void bind(HeadStream stream, MeterRegistry registry) {
		Tags chain = TagValues.chain(stream.chain());
		bind(HeadwaterMeters.QUEUE_DEPTH, chain, stream, HeadStream::queueDepth, registry);
		bind(HeadwaterMeters.QUEUE_CAPACITY, chain, stream, HeadStream::queueCapacity, registry);
		bind(HeadwaterMeters.CHECKPOINT_NUMBER, chain, stream, StreamGauges::checkpoint, registry);
		bind(HeadwaterMeters.CHECKPOINT_UNSAVED, chain, stream, HeadStream::unsavedSteps, registry);
		FunctionCounter.builder(HeadwaterMeters.QUEUE_FULL.getName(), stream, HeadStream::timesQueueFull)
			.description(HeadwaterMeters.QUEUE_FULL.getDescription())
			.tags(chain)
			.register(registry);
		bindAge(HeadwaterMeters.QUEUE_AGE, stream, HeadStream::queueAge, registry);
		bindAge(HeadwaterMeters.LISTENER_LAG, stream, HeadStream::listenerLag, registry);
		TimeGauge
			.builder(HeadwaterMeters.LAST_FRAME_AGE.getName(), stream, TimeUnit.NANOSECONDS,
					StreamGauges::nanosSinceLastFrame)
			.description(HeadwaterMeters.LAST_FRAME_AGE.getDescription())
			.tags(chain)
			.register(registry);
		for (ConnectionState state : ConnectionState.values()) {
			bind(HeadwaterMeters.CONNECTION_STATE, chain.and(Tag.STATE.asString(), TagValues.of(state)), stream,
					(one) -> (one.connectionState() == state) ? 1 : 0, registry);
		}
		for (DeliveryState state : DeliveryState.values()) {
			bind(HeadwaterMeters.DELIVERY_STATE, chain.and(Tag.STATE.asString(), TagValues.of(state)), stream,
					(one) -> (one.deliveryState() == state) ? 1 : 0, registry);
		}
		for (int i = 0; i < stream.nodes().size(); i++) {
			int index = i;
			bind(HeadwaterMeters.NODE_LAG, chain.and(Tag.NODE.asString(), Integer.toString(index)), stream,
					(one) -> lag(one, index), registry);
		}
	}

	private static void bind(HeadwaterMeters meter, Tags tags, HeadStream stream, ToDoubleFunction<HeadStream> value,
			MeterRegistry registry) {
		Gauge.builder(meter.getName(), stream, value).description(meter.getDescription()).tags(tags).register(registry);
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
		TimeGauge.builder(meter.getName(), stream, TimeUnit.NANOSECONDS, (one) -> age.apply(one).toNanos())
			.description(meter.getDescription())
			.tags(TagValues.chain(stream.chain()))
			.register(registry);
	}

	private static double nanosSinceLastFrame(HeadStream stream) {
		Duration age = stream.sinceLastFrame();
		return (age != null) ? age.toNanos() : Double.NaN;
	}

}
