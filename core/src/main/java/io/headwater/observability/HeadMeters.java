package io.headwater.observability;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.headwater.ChainEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.NewHeadEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.observability.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one chain's heads. Written by the chain's publisher, read by anybody.
 */
final class HeadMeters {

	private final Clock clock;

	private final Map<HeadOrigin, Counter> heads = new EnumMap<>(HeadOrigin.class);

	private final Counter gaps;

	private final Timer latency;

	private volatile @Nullable Head newest;

	private volatile double safe = Double.NaN;

	private volatile double finalized = Double.NaN;

	private volatile @Nullable HeadOrigin lastOrigin;

	HeadMeters(MeterRegistry registry, Clock clock, String chain) {
		this.clock = clock;
		Tags tags = Meters.chain(chain);
		for (HeadOrigin origin : HeadOrigin.values()) {
			this.heads.put(origin, Meters.counter(HeadwaterMeters.HEADS,
					tags.and(Tag.ORIGIN.asString(), Meters.tagValue(origin)), registry));
		}
		this.gaps = Meters.counter(HeadwaterMeters.GAPS, tags, registry);
		this.latency = Meters.timer(HeadwaterMeters.HEAD_LATENCY, tags, registry);
		Meters.gauge(HeadwaterMeters.HEAD_NUMBER, tags, this, HeadMeters::number, registry);
		Meters.gauge(HeadwaterMeters.SAFE_NUMBER, tags, this, (meters) -> meters.safe, registry);
		Meters.gauge(HeadwaterMeters.FINALIZED_NUMBER, tags, this, (meters) -> meters.finalized, registry);
		Meters.timeGauge(HeadwaterMeters.HEAD_AGE, tags, this, TimeUnit.MILLISECONDS, HeadMeters::ageMillis, registry);
	}

	void delivering(ChainEvent event) {
		if (event instanceof NewHeadEvent newHead) {
			delivering(newHead.head(), newHead.origin());
		}
		else if (event instanceof SafeHeadEvent safeHead) {
			this.safe = safeHead.head().number();
		}
		else if (event instanceof FinalizedHeadEvent finalizedHead) {
			this.finalized = finalizedHead.head().number();
		}
	}

	private void delivering(Head head, HeadOrigin origin) {
		Objects.requireNonNull(this.heads.get(origin)).increment();
		if (origin == HeadOrigin.REPLAY) {
			return;
		}
		this.newest = head;
		if (origin == HeadOrigin.LIVE) {
			double age = ageMillis(head);
			if (!Double.isNaN(age)) {
				this.latency.record((long) age, TimeUnit.MILLISECONDS);
			}
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
	private double ageMillis(Head head) {
		Instant time = head.time();
		return (time != null) ? Math.max(0, this.clock.instant().toEpochMilli() - time.toEpochMilli()) : Double.NaN;
	}

}
