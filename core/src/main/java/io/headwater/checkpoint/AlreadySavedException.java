package io.headwater.checkpoint;

/**
 * The same owner has saved the same version before: the answer to that save was lost, not
 * the save. In a transaction this says that the step was committed, so that it must not
 * be delivered again.
 */
public class AlreadySavedException extends CheckpointException {

	private static final long serialVersionUID = 1L;

	public AlreadySavedException(CheckpointKey key, long version) {
		super("Version " + version + " of the checkpoint " + key + " was saved before", null);
	}

}
