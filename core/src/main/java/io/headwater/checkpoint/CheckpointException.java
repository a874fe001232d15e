package io.headwater.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * A store's answer that trying again would not change.
 */
public abstract class CheckpointException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	CheckpointException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
