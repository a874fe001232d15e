package io.headwater.chain;

import java.time.Duration;

import io.headwater.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node that tells of a branch lower than the tip for the block at the tip's
 * number, three times over two seconds: a lagging backend is no reorg, and only a node
 * that never serves the tip has left it.
 */
final class LowerBranchCheck {

	private static final int TIMES = 3;

	private static final Duration BETWEEN = Duration.ofSeconds(1);

	private final WalkOutput output;

	private @Nullable Hash tip;

	private int denied;

	private boolean asking;

	private boolean pausing;

	private long token;

	LowerBranchCheck(WalkOutput output) {
		this.output = output;
	}

	/**
	 * Return whether the node has been asked often enough whether it still has the tip.
	 */
	boolean hasLeft(Hash tip) {
		return tip.equals(this.tip) && this.denied >= TIMES;
	}

	/**
	 * Ask, unless an answer or the next time to ask is awaited.
	 */
	void ask(long tipNumber, Hash tip, Requests requests) {
		if (!tip.equals(this.tip)) {
			reset();
			this.tip = tip;
		}
		if (!this.asking && !this.pausing) {
			this.asking = requests.byNumber(tipNumber);
		}
	}

	boolean isAsking() {
		return this.asking;
	}

	/**
	 * Take an answer.
	 * @param served the hash that the node serves, or {@code null} if it serves none
	 * @param token names the pause before the next question
	 * @return whether the node still has the tip
	 */
	boolean hasTip(@Nullable Hash served, long token) {
		this.asking = false;
		if (served != null && served.equals(this.tip)) {
			reset();
			return true;
		}
		this.denied++;
		if (this.denied < TIMES) {
			pause(token);
		}
		return false;
	}

	/**
	 * Ask again a little later: there was no answer.
	 */
	void pause(long token) {
		this.asking = false;
		this.pausing = true;
		this.token = token;
		this.output.retryAfter(BETWEEN, token);
	}

	boolean due(long token) {
		boolean due = this.pausing && this.token == token;
		this.pausing &= !due;
		return due;
	}

	void reset() {
		this.tip = null;
		this.denied = 0;
		this.asking = false;
		this.pausing = false;
	}

}
