package io.headwater.checkpoint;

/**
 * The checkpoint is of another chain than the nodes, so that going on from it means
 * nothing.
 */
public class ForeignCheckpointException extends CheckpointException {

	private static final long serialVersionUID = 1L;

	public ForeignCheckpointException(CheckpointKey key, long stored, long followed) {
		super("The checkpoint " + key + " is of chain " + stored + ", but the nodes follow chain " + followed
				+ ": correct the nodes' addresses, delete the checkpoint to begin anew, or set another "
				+ "headwater.checkpoint.namespace", null);
	}

}
