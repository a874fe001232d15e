package io.headwater.chain;

import java.time.Duration;

/**
 * A question that is put to the node several times, since a backend that lags denies what
 * another one has.
 */
final class RepeatedQuestion {

	private final Waits waits;

	private Stage stage = Stage.IDLE;

	private int denials;

	private Duration passed = Duration.ZERO;

	private long token;

	RepeatedQuestion(Waits waits) {
		this.waits = waits;
	}

	/**
	 * Return whether it may be asked now.
	 */
	boolean isIdle() {
		return this.stage == Stage.IDLE;
	}

	boolean isAsking() {
		return this.stage == Stage.ASKING;
	}

	void asked() {
		this.stage = Stage.ASKING;
	}

	/**
	 * Note an answer that settles nothing yet.
	 */
	void answered() {
		this.stage = Stage.IDLE;
	}

	void denied() {
		this.stage = Stage.IDLE;
		this.denials++;
	}

	/**
	 * Ask again a little later.
	 */
	void pause(Duration delay) {
		this.stage = Stage.PAUSING;
		this.passed = this.passed.plus(delay);
		this.token = this.waits.begin(delay);
	}

	/**
	 * Note that a wait is over.
	 * @return whether it is the one that counts
	 */
	boolean due(long token) {
		if (this.stage != Stage.PAUSING || token != this.token) {
			return false;
		}
		this.stage = Stage.IDLE;
		return true;
	}

	int denials() {
		return this.denials;
	}

	/**
	 * Return how long the pauses were together.
	 */
	Duration passed() {
		return this.passed;
	}

	void reset() {
		this.stage = Stage.IDLE;
		this.denials = 0;
		this.passed = Duration.ZERO;
	}

	private enum Stage {

		IDLE, ASKING, PAUSING

	}

}
