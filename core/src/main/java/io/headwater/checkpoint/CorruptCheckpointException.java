package io.headwater.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * What a store has kept cannot be trusted. The stream does not start: a wrong height
 * would lose heads in silence.
 */
public class CorruptCheckpointException extends CheckpointException {

	private static final long serialVersionUID = 1L;

	public CorruptCheckpointException(String message) {
		this(message, null);
	}

	public CorruptCheckpointException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
