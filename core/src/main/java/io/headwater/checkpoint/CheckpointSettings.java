package io.headwater.checkpoint;

import java.time.Duration;

/**
 * What the saving of a checkpoint is to keep to.
 *
 * @param saveEvery after how many steps a save is due, at least 1; it is due anyway one
 * second after the last step
 * @param maxUnsaved how many steps may be delivered unsaved while the store is away, at
 * least {@code saveEvery}
 * @param lease for how long an owner need not renew its lease before another takes over
 * @param standbyInterval the longest time between two attempts of an instance that waits
 * for the lease
 */
public record CheckpointSettings(int window, int saveEvery, int maxUnsaved, Duration lease, Duration standbyInterval) {

	public CheckpointSettings {
		if (window < 1 || saveEvery < 1 || maxUnsaved < saveEvery) {
			throw new IllegalArgumentException("A window, a save and a bound take at least one step");
		}
	}

}
