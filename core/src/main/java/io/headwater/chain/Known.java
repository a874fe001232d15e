package io.headwater.chain;

import io.headwater.Head;
import io.headwater.HeadOrigin;

/**
 * A header that was announced or fetched.
 *
 * @param origin how it came first
 * @param receivedNanos when it came first
 * @param isServed whether a node vouches for it, and not the announcement alone
 */
record Known(Head head, HeadOrigin origin, long receivedNanos, boolean isServed) {

	static Known announced(Head head, long receivedNanos) {
		return new Known(head, HeadOrigin.LIVE, receivedNanos, false);
	}

	static Known served(Head head, HeadOrigin origin, long receivedNanos) {
		return new Known(head, origin, receivedNanos, true);
	}

	long number() {
		return this.head.number();
	}

	/** Return whether another head is announced under the same hash. */
	boolean contradicts(Head other) {
		return isSame(other) && !(number() == other.number() && this.head.parentHash().equals(other.parentHash()));
	}

	boolean isSame(Head other) {
		return this.head.hash().equals(other.hash());
	}

	/** Return what is known when the head of the same hash came once more. */
	Known served(Known again) {
		return (again.isServed && !this.isServed) ? served(again.head, this.origin, this.receivedNanos) : this;
	}

}
