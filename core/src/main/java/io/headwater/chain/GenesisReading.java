package io.headwater.chain;

import java.time.Duration;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.Checks.Verdict;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.Requests.Purpose;

/**
 * Reads the genesis block once the walk is at the newest head, since it tells a chain
 * that began anew from one that is behind; and once more when a branch leaves the walk at
 * its first head, since a chain that began anew may be as high by then.
 */
final class GenesisReading {

	/** So often is it denied until it is done without: a backend may lag. */
	private static final int TIMES = 3;

	private static final Duration BETWEEN = Duration.ofSeconds(1);

	private final DeliveredChain walk;

	private final Requests requests;

	private final RepeatedQuestion question;

	/** A node that does not serve it is not asked twice. */
	private boolean asked;

	/** What the branch comes to that leaves the walk at its first head. */
	private Verdict verdict = Verdict.OPEN;

	GenesisReading(DeliveredChain walk, Requests requests, Waits waits) {
		this.walk = walk;
		this.requests = requests;
		this.question = new RepeatedQuestion(waits);
	}

	void ask() {
		if (this.walk.genesis() != null || this.asked) {
			return;
		}
		if (this.walk.first() == 0) {
			this.walk.genesis(this.walk.hash(0));
		}
		else {
			this.asked = this.requests.check(Purpose.GENESIS, 0);
		}
	}

	void answered(HeaderAnswer answer) {
		if (answer.head() != null) {
			this.walk.genesis(answer.head().hash());
		}
	}

	void connected() {
		this.asked = false;
	}

	/**
	 * Return what a branch comes to that leaves the walk at its first head, and ask the
	 * node if that is not known. Where the genesis block never was, it is a reorg.
	 */
	Verdict judge() {
		if (this.walk.genesis() == null) {
			return Verdict.REORG;
		}
		if (this.verdict == Verdict.OPEN && this.question.isIdle() && this.requests.check(Purpose.SAME_GENESIS, 0)) {
			this.question.asked();
		}
		return this.verdict;
	}

	/**
	 * Take the genesis block that the node has now.
	 */
	void judged(HeaderAnswer answer) {
		if (!this.question.isAsking()) {
			return;
		}
		Head head = answer.head();
		Hash genesis = this.walk.genesis();
		if (head != null) {
			this.question.answered();
			this.verdict = head.hash().equals(genesis) ? Verdict.REORG : Verdict.RESTARTED;
			return;
		}
		if (answer.outcome() != Outcome.FAILED) {
			this.question.denied();
		}
		if (this.question.denials() < TIMES) {
			this.question.pause(BETWEEN);
		}
		else {
			this.verdict = Verdict.REORG;
		}
	}

	/**
	 * Note that a wait is over.
	 * @return whether it is the one that counts
	 */
	boolean due(long token) {
		return this.question.due(token);
	}

	/**
	 * Forget what was found out of a branch.
	 */
	void reset() {
		this.question.reset();
		this.verdict = Verdict.OPEN;
	}

}
