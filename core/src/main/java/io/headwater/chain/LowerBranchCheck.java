package io.headwater.chain;

import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.HeaderAnswer.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node that tells of a branch lower than the tip for the block at the tip's
 * number, three times over two seconds: a lagging backend is no reorg, and only a node
 * that never serves the tip has left it.
 */
final class LowerBranchCheck {

	private static final int TIMES = 3;

	private static final Duration BETWEEN = Duration.ofSeconds(1);

	private final SyncTarget target;

	private final Checks checks;

	private final BlockRef tip;

	private final RepeatedQuestion question;

	/** What the node had announced when it was asked. */
	private @Nullable Known suspect;

	LowerBranchCheck(BlockRef tip, SyncTarget target, Checks checks) {
		this.tip = tip;
		this.target = target;
		this.checks = checks;
		this.question = checks.question(this, this::answered);
	}

	boolean isOf(BlockRef tip) {
		return this.tip.equals(tip);
	}

	/**
	 * Return whether the node has been asked often enough whether it still has the tip,
	 * and ask it if that is not so.
	 */
	boolean askIfLeftTip() {
		boolean enough = this.question.denials() >= TIMES;
		if (!enough && this.question.ask(this.tip.number())) {
			this.suspect = this.target.head();
		}
		return enough;
	}

	/** From a node that still has the tip, nothing lower is taken. */
	private void answered(HeaderRequest request, HeaderAnswer answer) {
		if (answer.outcome() == Outcome.FAILED) {
			this.question.pause(BETWEEN);
			return;
		}
		Head head = answer.head();
		if (head != null && head.hash().equals(this.tip.hash())) {
			this.checks.drop(this);
			if (this.target.isLowerThan(this.tip.number())) {
				this.target.giveUp(this.suspect);
			}
			return;
		}
		this.question.deny();
		if (this.question.denials() < TIMES) {
			this.question.pause(BETWEEN);
		}
		else if (head != null) {
			// It has left the tip, but is as high: the lower branch is not its newest.
			this.target.aimAt(Known.served(head, HeadOrigin.CATCH_UP, answer.receivedNanos()));
		}
	}

}
