package io.headwater.chain;

import java.time.Duration;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.Checks.Verdict;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.Requests.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a reorg that voids a finalized head is a violation. Development nodes
 * call their newest block finalized, and revert it all the same: the node is asked for
 * both, a second apart, until they were the same twice or differed three times.
 */
final class FinalityCheck {

	private static final int TIMES = 3;

	/** Once may be chance, if one backend is as far behind as the other's finality. */
	private static final int TIMES_EQUAL = 2;

	private static final Duration BETWEEN = Duration.ofSeconds(1);

	private final Finality finality;

	private final Requests requests;

	private final RepeatedQuestion question;

	/** The newest head of this round, and then the finalized one is asked for. */
	private @Nullable Hash newest;

	private int equal;

	private boolean newestIsFinalized;

	FinalityCheck(Finality finality, Requests requests, Waits waits) {
		this.finality = finality;
		this.requests = requests;
		this.question = new RepeatedQuestion(waits);
	}

	/**
	 * Return what voiding everything above a block comes to, and ask the node if that is
	 * not known.
	 */
	Verdict judge(long ancestor) {
		if (this.newestIsFinalized || !this.finality.isVoidedBy(ancestor)) {
			return Verdict.REORG;
		}
		if (this.question.denials() >= TIMES) {
			return Verdict.VIOLATION;
		}
		if (this.question.isIdle()
				&& this.requests.check((this.newest == null) ? Purpose.NEWEST_BLOCK : Purpose.FINALIZED_BLOCK)) {
			this.question.asked();
		}
		return Verdict.OPEN;
	}

	/**
	 * Take the newest head. With the genesis block alone there is nothing to compare.
	 */
	void newestAnswered(HeaderAnswer answer) {
		Head head = answer.head();
		if (this.question.isAsking() && head != null && head.number() > 0) {
			this.question.answered();
			this.newest = head.hash();
		}
		else if (this.question.isAsking()) {
			this.question.pause(BETWEEN);
		}
	}

	void finalizedAnswered(HeaderAnswer answer) {
		if (!this.question.isAsking()) {
			return;
		}
		this.question.answered();
		Head head = answer.head();
		if (head != null && head.hash().equals(this.newest)) {
			this.equal++;
		}
		else if (answer.outcome() != Outcome.FAILED) {
			this.question.denied();
		}
		this.newest = null;
		this.newestIsFinalized = this.equal >= TIMES_EQUAL;
		if (!this.newestIsFinalized && this.question.denials() < TIMES) {
			this.question.pause(BETWEEN);
		}
	}

	/**
	 * Note that a wait is over.
	 * @return whether it is the one that counts
	 */
	boolean due(long token) {
		return this.question.due(token);
	}

	void reset() {
		this.question.reset();
		this.newest = null;
		this.equal = 0;
	}

	/**
	 * Forget what was learned of the node, since another one is followed.
	 */
	void otherNode() {
		this.newestIsFinalized = false;
	}

}
