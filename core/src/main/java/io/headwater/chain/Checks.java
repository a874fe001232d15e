package io.headwater.chain;

import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.HeaderRequest.Kind;
import io.headwater.chain.Requests.Asker;
import org.jspecify.annotations.Nullable;

/**
 * What a node is asked before it is believed that heads are void. Each check begins when
 * it is needed, and is dropped when the walk goes on: what it is answered then is of no
 * use.
 */
final class Checks {

	/** So often is a question put: a backend may lag. */
	private static final int TIMES = 3;

	private static final Duration BETWEEN = Duration.ofSeconds(1);

	private final DeliveredChain walk;

	private final Finality finality;

	private final FollowedNode node;

	private final SyncTarget target;

	private final StartPoints startPoints;

	private final Requests requests;

	private final LatestReading latest;

	private final Waits waits;

	private final Duration staleHeadAfter;

	private final WalkOutput output;

	private @Nullable LowerBranchCheck lowerBranch;

	private @Nullable LowChainCheck lowChain;

	private @Nullable GenesisCheck genesis;

	private @Nullable FinalityCheck violation;

	/** Whether the node was higher than what is remembered on this connection. */
	private boolean wasHigher;

	Checks(TrackerMemory memory, FollowedNode node, SyncTarget target, StartPoints startPoints, Requests requests,
			LatestReading latest, Waits waits, Duration staleHeadAfter, WalkOutput output) {
		this.walk = memory.walk();
		this.finality = memory.finality();
		this.node = node;
		this.target = target;
		this.startPoints = startPoints;
		this.requests = requests;
		this.latest = latest;
		this.waits = waits;
		this.staleHeadAfter = staleHeadAfter;
		this.output = output;
	}

	/**
	 * Return whether a head may be pursued that was not delivered, and ask the node if
	 * that is not known.
	 */
	boolean allowOrAsk(Head head) {
		if (head.number() < this.walk.first()) {
			lowChain().ask();
			return false;
		}
		nodeIsHigher();
		return head.number() >= this.walk.tipNumber() || (!this.node.mayBeBehind() && lowerBranch().askIfLeftTip());
	}

	private LowChainCheck lowChain() {
		LowChainCheck check = this.lowChain;
		if (check == null) {
			check = new LowChainCheck(this.walk, this.target, this.startPoints, this.latest, this.staleHeadAfter,
					this.output, this, this.wasHigher);
			this.lowChain = check;
		}
		return check;
	}

	private LowerBranchCheck lowerBranch() {
		BlockRef tip = this.walk.tip();
		LowerBranchCheck check = this.lowerBranch;
		if (check == null || !check.tip.equals(tip)) {
			check = new LowerBranchCheck(tip);
			this.lowerBranch = check;
		}
		return check;
	}

	/**
	 * Return what it comes to if everything above a block is void, and ask the node if
	 * that is not known.
	 */
	Verdict judgeOrAsk(BlockRef ancestor) {
		boolean isAllVoid = !this.walk.contains(ancestor.number(), ancestor.hash());
		Verdict verdict = isAllVoid ? genesis().judgeOrAsk() : Verdict.REORG;
		boolean isViolation = ancestor.number() < this.walk.tipNumber() && this.finality.isVoidedBy(ancestor.number());
		return (verdict == Verdict.REORG && isViolation) ? violation().judgeOrAsk() : verdict;
	}

	private GenesisCheck genesis() {
		GenesisCheck check = this.genesis;
		if (check == null) {
			check = new GenesisCheck();
			this.genesis = check;
		}
		return check;
	}

	private FinalityCheck violation() {
		FinalityCheck check = this.violation;
		if (check == null) {
			check = new FinalityCheck();
			this.violation = check;
		}
		return check;
	}

	/**
	 * Make a question for a check. Its answers are of no use once the check is dropped,
	 * or while the walk is to begin anew.
	 */
	RepeatedQuestion question(Object check, Asker taker) {
		return new RepeatedQuestion(this.requests, this.waits, (request, answer) -> {
			if (isRunning(check) && !this.startPoints.isPending()) {
				taker.answered(request, answer);
			}
		});
	}

	/** Return whether a check has not been dropped. */
	boolean isRunning(Object check) {
		return check == this.lowerBranch || check == this.lowChain || check == this.genesis || check == this.violation;
	}

	void newestRead(Known newest) {
		if (this.lowChain != null) {
			this.lowChain.newestRead(newest);
		}
	}

	/** Note that the node has a head that is not below what is remembered. */
	void nodeIsHigher() {
		this.wasHigher = true;
		this.lowChain = null;
	}

	/** Note that the walk is where the node is. */
	void reached() {
		this.lowerBranch = null;
		nodeIsHigher();
	}

	/** Note that something was delivered. */
	void progressed() {
		this.lowerBranch = null;
		this.genesis = null;
		this.violation = null;
	}

	/**
	 * Drop all checks, since the walk is to begin anew whatever the node would answer.
	 */
	void drop() {
		progressed();
		this.lowChain = null;
	}

	/**
	 * Asks a node that announces a branch lower than the tip for the block at the tip's
	 * number, three times over two seconds: a lagging backend is no reorg, and only a
	 * node that never serves the tip has left it.
	 */
	private final class LowerBranchCheck {

		private final BlockRef tip;

		private final RepeatedQuestion question = question(this, this::answered);

		/** What the node had announced when it was asked. */
		private @Nullable Known suspect;

		private LowerBranchCheck(BlockRef tip) {
			this.tip = tip;
		}

		/**
		 * Return whether the node has been asked often enough whether it still has the
		 * tip, and ask it if that is not so.
		 */
		private boolean askIfLeftTip() {
			boolean enough = this.question.denials() >= TIMES;
			if (!enough && this.question.ask(this.tip.number())) {
				this.suspect = Checks.this.target.head();
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
				Checks.this.lowerBranch = null;
				if (Checks.this.target.isLowerThan(this.tip.number())) {
					Checks.this.target.giveUp(this.suspect);
				}
				return;
			}
			this.question.deny();
			if (this.question.denials() < TIMES) {
				this.question.pause(BETWEEN);
			}
			else if (head != null) {
				// It has left the tip, but is as high: the lower branch is not its
				// newest.
				Checks.this.target.aimAt(Known.served(head, HeadOrigin.CATCH_UP, answer.receivedNanos()));
			}
		}

	}

	/**
	 * Reads the genesis block again when a branch leaves the walk at its first head: a
	 * chain that began anew may be as high by then.
	 */
	private final class GenesisCheck {

		private final RepeatedQuestion question = question(this, this::answered);

		private Verdict verdict = Verdict.OPEN;

		/**
		 * Return what the branch comes to, and ask the node if that is not known. Where
		 * the genesis block never was, it is a reorg.
		 */
		private Verdict judgeOrAsk() {
			if (Checks.this.walk.genesis() == null) {
				return Verdict.REORG;
			}
			if (this.verdict == Verdict.OPEN) {
				this.question.ask(0);
			}
			return this.verdict;
		}

		private void answered(HeaderRequest request, HeaderAnswer answer) {
			Head head = answer.head();
			Hash genesis = Checks.this.walk.genesis();
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

	/**
	 * Finds out whether a reorg that voids a finalized head is a violation. Development
	 * nodes call their newest block finalized, and revert it all the same: the node is
	 * asked for both, a second apart, until they were the same twice or differed three
	 * times.
	 */
	private final class FinalityCheck {

		/**
		 * Once may be chance, if one backend is as far behind as the other's finality.
		 */
		private static final int TIMES_EQUAL = 2;

		private final RepeatedQuestion question = question(this, this::answered);

		/** The newest head of this round, and then the finalized one is asked for. */
		private @Nullable Hash newest;

		private int equal;

		/**
		 * Return what voiding a finalized head comes to, and ask the node if that is not
		 * known.
		 */
		private Verdict judgeOrAsk() {
			if (Checks.this.node.finalizesNewest()) {
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
			Checks.this.node.finalizesNewest(this.equal >= TIMES_EQUAL);
			if (!Checks.this.node.finalizesNewest() && this.question.denials() < TIMES) {
				this.question.pause(BETWEEN);
			}
		}

	}

	/** What it comes to if heads are void. */
	enum Verdict {

		/** A reorg like any other. */
		REORG,

		/** The node is being asked. */
		OPEN,

		/** Another chain, since its genesis block is another. */
		RESTARTED,

		/** A finalized head would be void. */
		VIOLATION

	}

}
