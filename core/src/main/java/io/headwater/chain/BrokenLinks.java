package io.headwater.chain;

import java.time.Duration;

/**
 * Counts headers that do not link to what is below them. A chain whose headers never link
 * cannot be followed, but may do so tomorrow: it is asked again, more and more seldom.
 */
final class BrokenLinks {

	private static final int MANY = 10;

	private static final int MOST_DOUBLINGS = 10;

	private static final int AT_ONCE = 2;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private static final long NONE = -1;

	/** The number whose header did not link, and is fetched once more. */
	private long fetchedAgain = NONE;

	private int rounds;

	/**
	 * Note a header that does not link to the one below it.
	 */
	void add() {
		this.rounds++;
	}

	/**
	 * Note a header that does not link to the tip.
	 * @return whether that was so when it was fetched before, too
	 */
	boolean isBrokenAgain(long number) {
		add();
		boolean again = this.fetchedAgain == number;
		this.fetchedAgain = again ? NONE : number;
		return again;
	}

	/**
	 * Return how long to wait before the next round: two backends may be at odds for a
	 * while.
	 */
	Duration pause() {
		return (this.rounds > AT_ONCE) ? FIRST_PAUSE.multipliedBy(1L << Math.min(this.rounds, MOST_DOUBLINGS))
				: Duration.ZERO;
	}

	/**
	 * Return whether it has been so for so many rounds that somebody should know.
	 */
	boolean areMany() {
		return this.rounds >= MANY;
	}

	/**
	 * Return whether it is to be told in words, once.
	 */
	boolean haveBecomeMany() {
		return this.rounds == MANY;
	}

	/**
	 * Count afresh: the walk made progress, or another node is there.
	 */
	void reset() {
		this.rounds = 0;
		this.fetchedAgain = NONE;
	}

}
