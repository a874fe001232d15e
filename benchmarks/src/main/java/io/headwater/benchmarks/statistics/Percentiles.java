package io.headwater.benchmarks.statistics;

import java.util.Arrays;

/**
 * Percentiles of samples, each one of them a sample that occurred (nearest rank).
 */
public final class Percentiles {

	private final long[] sorted;

	/**
	 * Create percentiles.
	 * @param samples the samples, at least one, in any order
	 */
	public Percentiles(long... samples) {
		if (samples.length == 0) {
			throw new IllegalArgumentException("Percentiles need a sample at least");
		}
		this.sorted = samples.clone();
		Arrays.sort(this.sorted);
	}

	/**
	 * Return the least sample that at least this share of all samples does not exceed.
	 * @param perMille from 1 to 1000
	 * @return the sample
	 */
	public long atPerMille(int perMille) {
		long rank = ((long) perMille * this.sorted.length + 999) / 1000;
		return this.sorted[(int) rank - 1];
	}

}
