package io.headwater.endpoint;

import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.DeliveryState;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.stream.HeadStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the delivery of a stream stands; on standby, that of the instance that delivers.
 *
 * @param block the newest block of the last step that was saved
 * @param unsavedSteps how many finished steps would come again after a crash
 * @param transactional whether steps and checkpoints are committed together
 */
public record CheckpointDescriptor(BlockRef block, long unsavedSteps, boolean transactional) {

	/** Health and metrics never wait for a store, but who asks for everything may. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	static @Nullable CheckpointDescriptor of(HeadStream stream) {
		Checkpoint checkpoint = (stream.deliveryState() == DeliveryState.STANDBY) ? stream.storedCheckpoint(PATIENCE)
				: stream.checkpoint();
		return (checkpoint != null)
				? new CheckpointDescriptor(checkpoint.block(), stream.unsavedSteps(), stream.isTransactional()) : null;
	}

}
