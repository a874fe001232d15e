package io.headwater.observability;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.HeadsSkippedEvent;
import io.headwater.ReorgEvent;
import io.headwater.observability.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The meters of what breaks the walk of one chain. They are there from the first event
 * on, so that a first reorg, skip or reset shows as an increase.
 */
final class WalkMeters {

	private final DistributionSummary reorgs;

	private final Map<HeadsSkippedEvent.Reason, Counter> skipped = new EnumMap<>(HeadsSkippedEvent.Reason.class);

	private final Map<ChainResetEvent.Reason, Counter> resets = new EnumMap<>(ChainResetEvent.Reason.class);

	WalkMeters(MeterRegistry registry, String chain) {
		this.reorgs = DistributionSummary.builder(HeadwaterMeters.REORG_DEPTH.getName())
			.description(HeadwaterMeters.REORG_DEPTH.getDescription())
			.tags(TagValues.chain(chain))
			.register(registry);
		for (HeadsSkippedEvent.Reason reason : HeadsSkippedEvent.Reason.values()) {
			this.skipped.put(reason, counter(HeadwaterMeters.HEADS_SKIPPED, reason, registry, chain));
		}
		for (ChainResetEvent.Reason reason : ChainResetEvent.Reason.values()) {
			this.resets.put(reason, counter(HeadwaterMeters.RESETS, reason, registry, chain));
		}
	}

	private static Counter counter(HeadwaterMeters meter, Enum<?> reason, MeterRegistry registry, String chain) {
		return Meters.counter(meter, TagValues.chain(chain).and(Tag.REASON.asString(), TagValues.of(reason)), registry);
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
