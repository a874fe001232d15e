package io.headwater.benchmarks.statistics;

import java.util.Arrays;
import java.util.Locale;

/**
 * A figure over the rounds.
 */
public final class Spread {

	private final double[] sorted;

	/**
	 * Create a spread.
	 * @param values the figure of each round, at least one, in any order
	 */
	public Spread(double... values) {
		if (values.length == 0) {
			throw new IllegalArgumentException("A spread has a value at least");
		}
		this.sorted = values.clone();
		Arrays.sort(this.sorted);
	}

	public double least() {
		return this.sorted[0];
	}

	/**
	 * Return the value in the middle; of an even number of values the mean of both.
	 * @return the median
	 */
	public double median() {
		int upper = this.sorted.length / 2;
		return (this.sorted.length % 2 == 1) ? this.sorted[upper] : (this.sorted[upper - 1] + this.sorted[upper]) / 2;
	}

	public double most() {
		return this.sorted[this.sorted.length - 1];
	}

	/**
	 * Write it down.
	 * @param digits the number of decimals
	 * @return the median, and in brackets the least and the most if they differ
	 */
	public String text(int digits) {
		String least = text(least(), digits);
		String most = text(most(), digits);
		String median = text(median(), digits);
		return least.equals(most) ? median : median + " (" + least + " to " + most + ")";
	}

	private static String text(double value, int digits) {
		return String.format(Locale.ROOT, "%,." + digits + "f", value);
	}

}
