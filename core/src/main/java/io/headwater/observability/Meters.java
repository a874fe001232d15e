package io.headwater.observability;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

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
