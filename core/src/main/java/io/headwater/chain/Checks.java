package io.headwater.chain;

import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.chain.Requests.Asker;
import org.jspecify.annotations.Nullable;

/**
 * What a node is asked before it is believed that heads are void. Each check begins when
 * it is needed, and is dropped when the walk goes on: what it is answered then is of no
 * use.
 */
final class Checks {

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
		if (check == null || !check.isOf(tip)) {
			check = new LowerBranchCheck(tip, this.target, this);
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
			check = new GenesisCheck(this.walk, this);
			this.genesis = check;
		}
		return check;
	}

	private FinalityCheck violation() {
		FinalityCheck check = this.violation;
		if (check == null) {
			check = new FinalityCheck(this.node, this);
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

	/**
	 * Return whether a check has not been dropped.
	 */
	boolean isRunning(Object check) {
		return check == this.lowerBranch || check == this.lowChain || check == this.genesis || check == this.violation;
	}

	void newestRead(Known newest) {
		if (this.lowChain != null) {
			this.lowChain.newestRead(newest);
		}
	}

	/**
	 * Note that the node has a head that is not below what is remembered.
	 */
	void nodeIsHigher() {
		this.wasHigher = true;
		this.lowChain = null;
	}

	/**
	 * Note that the walk is where the node is.
	 */
	void reached() {
		this.lowerBranch = null;
		nodeIsHigher();
	}

	/**
	 * Note that something was delivered.
	 */
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
	 * Drop a check that has come to its end.
	 */
	void drop(Object check) {
		this.lowerBranch = (this.lowerBranch == check) ? null : this.lowerBranch;
		this.lowChain = (this.lowChain == check) ? null : this.lowChain;
	}

	/**
	 * What it comes to if heads are void.
	 */
	enum Verdict {

		/**
		 * A reorg like any other.
		 */
		REORG,

		/**
		 * The node is being asked.
		 */
		OPEN,

		/**
		 * Another chain, since its genesis block is another.
		 */
		RESTARTED,

		/**
		 * A finalized head would be void.
		 */
		VIOLATION

	}

}
