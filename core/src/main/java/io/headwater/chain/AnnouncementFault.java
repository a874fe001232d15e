package io.headwater.chain;

/**
 * Why an announced head was dropped. The node's newest head is read instead.
 */
public enum AnnouncementFault {

	/** What was announced cannot be read as a head. */
	UNREADABLE,

	/** Its hash is zero. */
	NO_HASH,

	/** It names itself as its parent. */
	OWN_PARENT,

	/** It names no parent, where there is a block below it. */
	NO_PARENT,

	/** Its hash, or its parent's, is that of a block of another number. */
	OTHER_NUMBER,

	/** The node's own newest head stayed below it. */
	NOT_SERVED

}
