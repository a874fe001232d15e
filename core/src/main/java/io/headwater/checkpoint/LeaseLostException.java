package io.headwater.checkpoint;

/**
 * The save came from one who is not the owner any more. Nothing was saved; another
 * instance delivers, or will.
 */
public class LeaseLostException extends CheckpointException {

	private static final long serialVersionUID = 1L;

	public LeaseLostException(String message) {
		super(message, null);
	}

}
