package io.headwater.chain;

import java.time.Duration;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.Checks.Verdict;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.HeaderRequest.Kind;
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

	private final FollowedNode node;

	private final RepeatedQuestion question;

	/** The newest head of this round, and then the finalized one is asked for. */
	private @Nullable Hash newest;

	private int equal;

	FinalityCheck(FollowedNode node, Checks checks) {
		this.node = node;
		this.question = checks.question(this, this::answered);
	}

	/**
	 * Return what voiding a finalized head comes to, and ask the node if that is not
	 * known.
	 */
	Verdict judgeOrAsk() {
		if (this.node.finalizesNewest()) {
			return Verdict.REORG;
		}
		if (this.question.denials() >= TIMES) {
			return Verdict.VIOLATION;
		}
		this.question.ask((this.newest == null) ? Kind.LATEST : Kind.FINALIZED);
		return Verdict.OPEN;
	}

	private void answered(HeaderRequest request, HeaderAnswer answer) {
		if (request.kind() == Kind.LATEST) {
			newestAnswered(answer.head());
		}
		else {
			finalizedAnswered(answer);
		}
	}

	/** With the genesis block alone there is nothing to compare. */
	private void newestAnswered(@Nullable Head head) {
		if (head != null && head.number() > 0) {
			this.question.settleNothing();
			this.newest = head.hash();
		}
		else {
			this.question.pause(BETWEEN);
		}
	}

	private void finalizedAnswered(HeaderAnswer answer) {
		this.question.settleNothing();
		Head head = answer.head();
		if (head != null && head.hash().equals(this.newest)) {
			this.equal++;
		}
		else if (answer.outcome() != Outcome.FAILED) {
			this.question.deny();
		}
		this.newest = null;
		this.node.finalizesNewest(this.equal >= TIMES_EQUAL);
		if (!this.node.finalizesNewest() && this.question.denials() < TIMES) {
			this.question.pause(BETWEEN);
		}
	}

}
