package io.headwater.observability;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.StoreCall;
import io.headwater.observability.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Measures the saves of checkpoints.
 */
public final class MeteredCheckpoints implements CheckpointObserver {

	private final MeterRegistry registry;

	private final Map<String, Timer> saves = new ConcurrentHashMap<>();

	public MeteredCheckpoints(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void saved(CheckpointKey key, Checkpoint checkpoint, long nanos) {
		Timer known = this.saves.get(key.chain());
		Timer timer = (known != null) ? known : this.saves.computeIfAbsent(key.chain(), this::newTimer);
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void failed(CheckpointKey key, StoreCall call, Throwable failure) {
		Tags tags = Meters.chain(key.chain()).and(Tag.CALL.asString(), Meters.tagValue(call));
		Meters.counter(HeadwaterMeters.CHECKPOINT_FAILURES, tags, this.registry).increment();
	}

	private Timer newTimer(String chain) {
		return Meters.timer(HeadwaterMeters.CHECKPOINT_SAVES, Meters.chain(chain), this.registry);
	}

}
