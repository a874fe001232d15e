package io.headwater.checkpoint;

/**
 * A call to a store.
 */
public enum StoreCall {

	/** Reading what was saved last. */
	LOAD,

	/** Saving a checkpoint. */
	SAVE,

	/** Trying to become the owner. */
	ACQUIRE,

	/** Going on being the owner. */
	RENEW,

	/** Letting others become the owner. */
	RELEASE

}
