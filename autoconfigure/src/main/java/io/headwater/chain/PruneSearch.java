package io.headwater.chain;

/**
 * Finds the first number that a node serves, by bisection between one that it denies and
 * one that it serves.
 */
final class PruneSearch {

	private final long from;

	private long denied;

	private long served;

	PruneSearch(long denied, long served) {
		this.from = denied;
		this.denied = denied;
		this.served = served;
	}

	/**
	 * Return where the range begins that is not served.
	 */
	long from() {
		return this.from;
	}

	boolean isDone() {
		return this.served - this.denied <= 1;
	}

	long middle() {
		return this.denied + (this.served - this.denied) / 2;
	}

	void answered(long number, boolean isServed) {
		boolean isBetween = number > this.denied && number < this.served;
		if (isBetween && isServed) {
			this.served = number;
		}
		else if (isBetween) {
			this.denied = number;
		}
	}

	long firstServed() {
		return this.served;
	}

}
