package io.headwater.metrics;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.headwater.ChainEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.NewHeadEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.metrics.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one chain's heads. Written by the chain's publisher, read by anybody.
 */
final class HeadMeters {

	private static final long MILLIS = 1000;

	private final Clock clock;

	private final Tags tags;

	private final Map<HeadOrigin, Counter> heads = new EnumMap<>(HeadOrigin.class);

	private final Counter gaps;

	private final Timer latency;

	private volatile @Nullable Head newest;

	private volatile double safe = Double.NaN;

	private volatile double finalized = Double.NaN;

	private volatile @Nullable HeadOrigin lastOrigin;

	HeadMeters(MeterRegistry registry, Clock clock, String chain) {
		this.clock = clock;
		this.tags = TagValues.chain(chain);
		for (HeadOrigin origin : HeadOrigin.values()) {
			this.heads.put(origin,
					counter(HeadwaterMeters.HEADS, Tags.of(Tag.ORIGIN.asString(), TagValues.of(origin)), registry));
		}
		this.gaps = counter(HeadwaterMeters.GAPS, Tags.empty(), registry);
		this.latency = Timer.builder(HeadwaterMeters.HEAD_LATENCY.getName())
			.description(HeadwaterMeters.HEAD_LATENCY.getDescription())
			.tags(this.tags)
			.register(registry);
		gauge(HeadwaterMeters.HEAD_NUMBER, HeadMeters::number, registry);
		gauge(HeadwaterMeters.SAFE_NUMBER, (meters) -> meters.safe, registry);
		gauge(HeadwaterMeters.FINALIZED_NUMBER, (meters) -> meters.finalized, registry);
		TimeGauge.builder(HeadwaterMeters.HEAD_AGE.getName(), this, TimeUnit.MILLISECONDS, HeadMeters::ageMillis)
			.description(HeadwaterMeters.HEAD_AGE.getDescription())
			.tags(this.tags)
			.register(registry);
	}

	private Counter counter(HeadwaterMeters meter, Tags more, MeterRegistry registry) {
		return Counter.builder(meter.getName())
			.description(meter.getDescription())
			.tags(this.tags.and(more))
			.register(registry);
	}

	private void gauge(HeadwaterMeters meter, ToDoubleFunction<HeadMeters> value, MeterRegistry registry) {
		Gauge.builder(meter.getName(), this, value)
			.description(meter.getDescription())
			.tags(this.tags)
			.register(registry);
	}

	void delivering(ChainEvent event) {
		if (event instanceof NewHeadEvent newHead) {
			delivering(newHead.head(), newHead.origin());
		}
		else if (event instanceof SafeHeadEvent told) {
			this.safe = told.head().number();
		}
		else if (event instanceof FinalizedHeadEvent told) {
			this.finalized = told.head().number();
		}
	}

	private void delivering(Head head, HeadOrigin origin) {
		Objects.requireNonNull(this.heads.get(origin)).increment();
		if (origin == HeadOrigin.REPLAY) {
			return;
		}
		this.newest = head;
		if (origin == HeadOrigin.LIVE) {
			this.latency.record(ageMillis(head), TimeUnit.MILLISECONDS);
		}
		else if (this.lastOrigin == HeadOrigin.LIVE) {
			this.gaps.increment();
		}
		this.lastOrigin = origin;
	}

	private double number() {
		Head head = this.newest;
		return (head != null) ? head.number() : Double.NaN;
	}

	private double ageMillis() {
		Head head = this.newest;
		return (head != null) ? ageMillis(head) : Double.NaN;
	}

	/** A head of the future, by a wrong clock or a node that lies, has no age. */
	private long ageMillis(Head head) {
		long now = this.clock.instant().toEpochMilli();
		long seconds = Math.max(0, head.timestamp());
		return (seconds < now / MILLIS) ? now - seconds * MILLIS : 0;
	}

}
