package io.headwater.chain;

/**
 * What came of simulations.
 *
 * @param seeds how many there were
 * @param faults how many faults struck
 * @param heads how many heads were delivered
 * @param reorgs how many reorgs were told
 * @param skips how many ranges were skipped
 * @param resets how many resets were told
 * @param calls how many headers were asked for
 * @param millis how much virtual time passed
 */
record Tally(long seeds, long faults, long heads, long reorgs, long skips, long resets, long calls, long millis) {

	static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

	Tally plus(Tally other) {
		return new Tally(this.seeds + other.seeds, this.faults + other.faults, this.heads + other.heads,
				this.reorgs + other.reorgs, this.skips + other.skips, this.resets + other.resets,
				this.calls + other.calls, this.millis + other.millis);
	}

	@Override
	public String toString() {
		return "%,d seeds, %,d faults, %,d heads delivered, %,d reorgs told, %,d skips, %,d resets, %,d calls, %,d virtual hours"
			.formatted(this.seeds, this.faults, this.heads, this.reorgs, this.skips, this.resets, this.calls,
					this.millis / 3_600_000);
	}

}
