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

	private final DeliveredChain walk;

	private final SyncTarget target;

	private final Requests requests;

	private final Waits waits;

	private final Duration staleHeadAfter;

	private final RepeatedQuestion question;

	/** The tip that is asked for, or was. */
	private @Nullable BlockRef tip;

	/** What the node had told when it was asked. */
	private @Nullable Known suspect;

	/** The wait after which a node that was not followed before is asked at all. */
	private long otherNodeToken;

	private boolean allowed = true;

	LowerBranchCheck(DeliveredChain walk, SyncTarget target, Requests requests, Waits waits, Duration staleHeadAfter) {
		this.walk = walk;
		this.target = target;
		this.requests = requests;
		this.waits = waits;
		this.staleHeadAfter = staleHeadAfter;
		this.question = new RepeatedQuestion(waits);
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
		boolean enough = this.question.denials() >= TIMES;
		if (this.allowed && !enough && this.question.isIdle() && this.requests.check(Purpose.TIP, tip.number())) {
			this.question.asked();
			this.suspect = this.target.head();
		}
		return this.allowed && enough;
	}

	/**
	 * Take the answer for a number. From a node that still has the tip, nothing lower is
	 * taken.
	 */
	void answered(long number, HeaderAnswer answer) {
		BlockRef tip = this.tip;
		if (!this.question.isAsking() || tip == null || tip.number() != number) {
			return;
		}
		if (answer.outcome() == Outcome.FAILED) {
			this.question.pause(BETWEEN);
			return;
		}
		Head head = answer.head();
		if (head != null && head.hash().equals(tip.hash())) {
			reset();
			if (this.target.isLowerThan(this.walk.tipNumber())) {
				this.target.giveUp(this.suspect);
			}
			return;
		}
		this.question.denied();
		if (this.question.denials() < TIMES) {
			this.question.pause(BETWEEN);
		}
		else if (head != null) {
			// It has left the tip, but is as high: the lower branch is not its newest.
			this.target.aimAt(Known.served(head, HeadOrigin.CATCH_UP, answer.receivedNanos()));
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
		return this.question.due(token);
	}

	void reset() {
		this.tip = null;
		this.question.reset();
	}

}
