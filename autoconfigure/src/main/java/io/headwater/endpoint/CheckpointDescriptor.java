package io.headwater.endpoint;

import io.headwater.BlockRef;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.stream.HeadStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the delivery of a stream stands.
 *
 * @param block the newest block of the last step that was saved
 * @param unsavedSteps how many finished steps would come again after a crash
 * @param transactional whether steps and checkpoints are committed together
 */
public record CheckpointDescriptor(BlockRef block, long unsavedSteps, boolean transactional) {

	static @Nullable CheckpointDescriptor of(HeadStream stream) {
		Checkpoint checkpoint = stream.checkpoint();
		return (checkpoint != null)
				? new CheckpointDescriptor(checkpoint.block(), stream.unsavedSteps(), stream.isTransactional()) : null;
	}

}
