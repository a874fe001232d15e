package io.headwater.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.headwater.ConnectionState;
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
		Gauge.builder(HeadwaterMeters.QUEUE_DEPTH.getName(), stream, HeadStream::queueDepth)
			.description(HeadwaterMeters.QUEUE_DEPTH.getDescription())
			.tags(chain)
			.register(registry);
		Gauge.builder(HeadwaterMeters.QUEUE_CAPACITY.getName(), stream, HeadStream::queueCapacity)
			.description(HeadwaterMeters.QUEUE_CAPACITY.getDescription())
			.tags(chain)
			.register(registry);
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
			Gauge
				.builder(HeadwaterMeters.CONNECTION_STATE.getName(), stream,
						(one) -> (one.connectionState() == state) ? 1 : 0)
				.description(HeadwaterMeters.CONNECTION_STATE.getDescription())
				.tags(chain.and(Tag.STATE.asString(), TagValues.of(state)))
				.register(registry);
		}
		for (int i = 0; i < stream.nodes().size(); i++) {
			int index = i;
			Gauge.builder(HeadwaterMeters.NODE_LAG.getName(), stream, (one) -> lag(one, index))
				.description(HeadwaterMeters.NODE_LAG.getDescription())
				.tags(chain.and(Tag.NODE.asString(), Integer.toString(index)))
				.register(registry);
		}
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
