package io.headwater.chain;

import java.time.Duration;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.Checks.Verdict;
import io.headwater.chain.HeaderAnswer.Outcome;

/**
 * Reads the genesis block again when a branch leaves the walk at its first head: a chain
 * that began anew may be as high by then.
 */
final class GenesisCheck {

	/** So often is it denied until it is done without: a backend may lag. */
	private static final int TIMES = 3;

	private static final Duration BETWEEN = Duration.ofSeconds(1);

	private final DeliveredChain walk;

	private final RepeatedQuestion question;

	private Verdict verdict = Verdict.OPEN;

	GenesisCheck(DeliveredChain walk, Checks checks) {
		this.walk = walk;
		this.question = checks.question(this, this::answered);
	}

	/**
	 * Return what the branch comes to, and ask the node if that is not known. Where the
	 * genesis block never was, it is a reorg.
	 */
	Verdict judgeOrAsk() {
		if (this.walk.genesis() == null) {
			return Verdict.REORG;
		}
		if (this.verdict == Verdict.OPEN) {
			this.question.ask(0);
		}
		return this.verdict;
	}

	private void answered(HeaderRequest request, HeaderAnswer answer) {
		Head head = answer.head();
		Hash genesis = this.walk.genesis();
		if (head != null) {
			this.question.settleNothing();
			this.verdict = head.hash().equals(genesis) ? Verdict.REORG : Verdict.RESTARTED;
			return;
		}
		if (answer.outcome() != Outcome.FAILED) {
			this.question.deny();
		}
		if (this.question.denials() < TIMES) {
			this.question.pause(BETWEEN);
		}
		else {
			this.verdict = Verdict.REORG;
		}
	}

}
