package io.headwater.chain;

import java.time.Duration;

import io.headwater.chain.HeaderRequest.Kind;
import io.headwater.chain.Requests.Asker;

/**
 * A question that is put to the node several times, since a backend that lags denies what
 * another one has. Whoever wants to begin anew puts another question: an answer that this
 * one still gets is of no use then.
 */
final class RepeatedQuestion implements Asker {

	private final Requests requests;

	private final Waits waits;

	private final Asker taker;

	private Stage stage = Stage.IDLE;

	private int denials;

	private Duration passed = Duration.ZERO;

	RepeatedQuestion(Requests requests, Waits waits, Asker taker) {
		this.requests = requests;
		this.waits = waits;
		this.taker = taker;
	}

	/**
	 * Ask for a number, unless an answer or the next time to ask is awaited.
	 * @return whether it was asked now
	 */
	boolean ask(long number) {
		return asked(this.stage == Stage.IDLE && this.requests.send(this, number));
	}

	/**
	 * Ask for a block that has no number, unless an answer or the next time to ask is
	 * awaited.
	 */
	void ask(Kind tag) {
		asked(this.stage == Stage.IDLE && this.requests.send(this, tag));
	}

	private boolean asked(boolean asked) {
		this.stage = asked ? Stage.ASKING : this.stage;
		return asked;
	}

	@Override
	public void answered(HeaderRequest request, HeaderAnswer answer) {
		if (this.stage == Stage.ASKING) {
			this.taker.answered(request, answer);
		}
	}

	/** Note an answer that settles nothing yet. */
	void settleNothing() {
		this.stage = Stage.IDLE;
	}

	/** Count an answer that denies what was asked for. */
	void deny() {
		this.stage = Stage.IDLE;
		this.denials++;
	}

	/** Ask again a little later. */
	void pause(Duration delay) {
		pause(delay, () -> {
		});
	}

	/** Ask again a little later. */
	void pause(Duration delay, Runnable then) {
		this.stage = Stage.PAUSING;
		this.passed = this.passed.plus(delay);
		this.waits.begin(delay, () -> {
			this.stage = Stage.IDLE;
			then.run();
		});
	}

	int denials() {
		return this.denials;
	}

	/** Return how long the pauses were together. */
	Duration passed() {
		return this.passed;
	}

	private enum Stage {

		IDLE, ASKING, PAUSING

	}

}
