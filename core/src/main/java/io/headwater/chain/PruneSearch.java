package io.headwater.chain;

/**
 * Finds the first number that a node serves, by bisection between one that it denies and
 * one that it serves. At the end both are asked for again, since one answer proves
 * nothing.
 */
final class PruneSearch {

	private final long from;

	private long denied;

	private long served;

	/** Whether the first number that is served was served again. */
	private boolean servedAgain;

	PruneSearch(long denied, long served) {
		this.from = denied;
		this.denied = denied;
		this.served = served;
	}

	/**
	 * Return whether the number is served after all that was denied.
	 */
	boolean isNothingPruned() {
		return this.served == this.from;
	}

	/**
	 * Return whether the first number that is served is found, and only to be confirmed.
	 */
	boolean isDone() {
		return this.served - this.denied <= 1;
	}

	/**
	 * Return the number to ask for next.
	 */
	long next() {
		if (!isDone()) {
			return this.denied + (this.served - this.denied) / 2;
		}
		return this.servedAgain ? this.denied : this.served;
	}

	void served(long number) {
		this.servedAgain = number == this.served;
		this.served = number;
		if (number <= this.denied) {
			this.denied = this.from;
		}
	}

	void denied(long number) {
		this.servedAgain = false;
		if (number < this.served) {
			this.denied = number;
		}
	}

	long firstServed() {
		return this.served;
	}

}
