package io.headwater.sample.page;

import java.util.Collection;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one chain, as the page plots them.
 */
class ChainMeters {

	private final MeterRegistry registry;

	private final String chain;

	private long deliveries;

	private double deliveryMillis;

	ChainMeters(MeterRegistry registry, String chain) {
		this.registry = registry;
		this.chain = chain;
	}

	/** The slowest listener's latest call. */
	@Nullable Double listenerLatency() {
		Collection<TimeGauge> gauges = search("headwater.listener.latency.last").timeGauges();
		OptionalDouble slowest = gauges.stream()
			.mapToDouble((gauge) -> gauge.value(TimeUnit.MILLISECONDS))
			.filter(Double::isFinite)
			.max();
		return slowest.isPresent() ? slowest.getAsDouble() : null;
	}

	/** The mean since the last call of this method. */
	@Nullable Double deliveryLatency() {
		Timer timer = search("headwater.delivery.latency").timer();
		if (timer == null || timer.count() == this.deliveries) {
			return null;
		}
		long count = timer.count();
		double millis = timer.totalTime(TimeUnit.MILLISECONDS);
		double mean = (millis - this.deliveryMillis) / (count - this.deliveries);
		this.deliveries = count;
		this.deliveryMillis = millis;
		return mean;
	}

	long count(String name) {
		return (long) search(name).counters().stream().mapToDouble(Counter::count).sum();
	}

	private Search search(String name) {
		return this.registry.find(name).tag("chain", this.chain);
	}

}
