package io.headwater.chain;

import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.KnownHeads.Known;
import io.headwater.chain.Requests.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node that tells of a branch lower than the tip for the block at the tip's
 * number, three times over two seconds: a lagging backend is no reorg, and only a node
 * that never serves the tip has left it.
 */
final class LowerBranchCheck {

	private static final int TIMES = 3;

	private static final Duration BETWEEN = Duration.ofSeconds(1);

	private final DeliveredWalk walk;

	private final Goal goal;

	private final Requests requests;

	private final Waits waits;

	private final Duration staleHeadAfter;

	private final Inquiry inquiry;

	/** The tip that is asked for, or was. */
	private @Nullable BlockRef tip;

	/** What the node had told when it was asked. */
	private @Nullable Known suspect;

	/** The wait after which a node that was not followed before is asked at all. */
	private long otherNodeToken;

	private boolean allowed = true;

	LowerBranchCheck(DeliveredWalk walk, Goal goal, Requests requests, Waits waits, Duration staleHeadAfter) {
		this.walk = walk;
		this.goal = goal;
		this.requests = requests;
		this.waits = waits;
		this.staleHeadAfter = staleHeadAfter;
		this.inquiry = new Inquiry(waits);
	}

	/**
	 * Note that another node is followed, which may be behind: it has to insist longer.
	 */
	void otherNode() {
		this.allowed = false;
		this.otherNodeToken = this.waits.begin(this.staleHeadAfter);
	}

	/**
	 * Return whether the node has been asked often enough whether it still has the tip,
	 * and ask it if that is not so.
	 */
	boolean hasLeftTip() {
		BlockRef tip = this.walk.tip();
		if (!tip.equals(this.tip)) {
			reset();
			this.tip = tip;
		}
		boolean enough = this.inquiry.denials() >= TIMES;
		if (this.allowed && !enough && this.inquiry.isIdle() && this.requests.check(Purpose.TIP, tip.number())) {
			this.inquiry.asked();
			this.suspect = this.goal.head();
		}
		return this.allowed && enough;
	}

	/**
	 * Take the answer for a number. From a node that still has the tip, nothing lower is
	 * taken.
	 */
	void answered(long number, HeaderAnswer answer) {
		BlockRef tip = this.tip;
		if (!this.inquiry.isAsking() || tip == null || tip.number() != number) {
			return;
		}
		if (answer.outcome() == Outcome.FAILED) {
			this.inquiry.pause(BETWEEN);
			return;
		}
		Head head = answer.head();
		if (head != null && head.hash().equals(tip.hash())) {
			reset();
			if (this.goal.isLowerThan(this.walk.tipNumber())) {
				this.goal.giveUp(this.suspect);
			}
			return;
		}
		this.inquiry.denied();
		if (this.inquiry.denials() < TIMES) {
			this.inquiry.pause(BETWEEN);
		}
		else if (head != null) {
			// It has left the tip, but is as high: the lower branch is not its newest.
			this.goal.aimAt(Known.served(head, HeadOrigin.CATCH_UP, answer.receivedNanos()));
		}
	}

	/**
	 * Note that a wait is over.
	 * @return whether it is one that counts
	 */
	boolean due(long token) {
		if (token == this.otherNodeToken) {
			this.allowed = true;
			return true;
		}
		return this.inquiry.due(token);
	}

	void reset() {
		this.tip = null;
		this.inquiry.reset();
	}

}
