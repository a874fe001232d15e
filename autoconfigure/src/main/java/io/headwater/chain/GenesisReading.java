package io.headwater.chain;

import io.headwater.chain.Requests.Purpose;

/**
 * Reads the genesis block once the walk is at the newest head, since it tells a chain
 * that began anew from one that is behind.
 */
final class GenesisReading {

	private final DeliveredWalk walk;

	private final Requests requests;

	/** A node that does not serve it is not asked twice. */
	private boolean asked;

	GenesisReading(DeliveredWalk walk, Requests requests) {
		this.walk = walk;
		this.requests = requests;
	}

	void ask() {
		if (this.walk.genesis() != null || this.asked) {
			return;
		}
		if (this.walk.first() == 0) {
			this.walk.genesis(this.walk.hash(0));
		}
		else {
			this.asked = this.requests.check(Purpose.GENESIS, 0);
		}
	}

	void answered(HeaderAnswer answer) {
		if (answer.head() != null) {
			this.walk.genesis(answer.head().hash());
		}
	}

	void connected() {
		this.asked = false;
	}

}
