package io.headwater.observability;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.headwater.observability.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

/**
 * Registers meters as they are documented.
 */
final class Meters {

	private Meters() {
	}

	static Tags chain(String chain) {
		return Tags.of(Tag.CHAIN.asString(), chain);
	}

	/** Return a constant as the value of a tag: in lower case, with dashes. */
	static String tagValue(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static Counter counter(HeadwaterMeters meter, Tags tags, MeterRegistry registry) {
		return Counter.builder(meter.getName()).description(meter.getDescription()).tags(tags).register(registry);
	}

	static Timer timer(HeadwaterMeters meter, Tags tags, MeterRegistry registry) {
		return Timer.builder(meter.getName()).description(meter.getDescription()).tags(tags).register(registry);
	}

	static <T> void gauge(HeadwaterMeters meter, Tags tags, T subject, ToDoubleFunction<T> value,
			MeterRegistry registry) {
		Gauge.builder(meter.getName(), subject, value)
			.description(meter.getDescription())
			.tags(tags)
			.register(registry);
	}

	static <T> void timeGauge(HeadwaterMeters meter, Tags tags, T subject, TimeUnit unit, ToDoubleFunction<T> value,
			MeterRegistry registry) {
		TimeGauge.builder(meter.getName(), subject, unit, value)
			.description(meter.getDescription())
			.tags(tags)
			.register(registry);
	}

}
