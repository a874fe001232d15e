package io.headwater.chain;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.chain.KnownHeads.Known;
import io.headwater.chain.Requests.Purpose;

/**
 * What a node is asked before it is believed that heads are void.
 */
final class Checks {

	private final DeliveredChain walk;

	private final LowerBranchCheck lowerBranch;

	private final LowChainCheck lowChain;

	private final GenesisReading genesis;

	private final FinalityCheck finality;

	Checks(DeliveredChain walk, LowerBranchCheck lowerBranch, LowChainCheck lowChain, GenesisReading genesis,
			FinalityCheck finality) {
		this.walk = walk;
		this.lowerBranch = lowerBranch;
		this.lowChain = lowChain;
		this.genesis = genesis;
		this.finality = finality;
	}

	/**
	 * Return whether a head may be pursued that was not delivered, and ask the node if
	 * that is not known.
	 */
	boolean allow(Head head) {
		if (head.number() < this.walk.first()) {
			this.lowChain.ask();
			return false;
		}
		this.lowChain.isHigher();
		return head.number() >= this.walk.tipNumber() || this.lowerBranch.hasLeftTip();
	}

	/**
	 * Return what it comes to if everything above a block is void, and ask the node if
	 * that is not known.
	 */
	Verdict judge(BlockRef ancestor) {
		boolean isAllVoid = !this.walk.contains(ancestor.number(), ancestor.hash());
		Verdict verdict = isAllVoid ? this.genesis.judge() : Verdict.REORG;
		boolean voids = ancestor.number() < this.walk.tipNumber();
		return (verdict == Verdict.REORG && voids) ? this.finality.judge(ancestor.number()) : verdict;
	}

	/**
	 * Take an answer, unless the walk is to begin anew, for which it is of no use.
	 */
	void answered(Purpose purpose, HeaderRequest request, HeaderAnswer answer) {
		switch (purpose) {
			case TIP -> this.lowerBranch.answered(request.number(), answer);
			case OLDEST -> this.lowChain.oldestAnswered(answer);
			case SAME_GENESIS -> {
				this.lowChain.genesisAnswered(answer);
				this.genesis.judged(answer);
			}
			case NEWEST_BLOCK -> this.finality.newestAnswered(answer);
			case FINALIZED_BLOCK -> this.finality.finalizedAnswered(answer);
			default -> throw new IllegalArgumentException("no check asks for the " + purpose);
		}
	}

	void latestRead(Known told) {
		this.lowChain.latestRead(told);
	}

	/**
	 * Note that the walk is where the node is.
	 */
	void reached() {
		this.lowerBranch.reset();
		this.lowChain.isHigher();
	}

	/**
	 * Note that something was delivered.
	 */
	void progressed() {
		this.lowerBranch.reset();
		this.genesis.reset();
		this.finality.reset();
	}

	/**
	 * Note that the walk is to begin anew, whatever the node would answer.
	 */
	void drop() {
		this.lowerBranch.reset();
		this.lowChain.reset();
		this.genesis.reset();
		this.finality.reset();
	}

	/**
	 * Note that a wait is over.
	 * @return whether it is one that counts
	 */
	boolean due(long token) {
		return this.lowerBranch.due(token) || this.lowChain.due(token) || this.genesis.due(token)
				|| this.finality.due(token);
	}

	void otherNode() {
		this.lowerBranch.otherNode();
		this.finality.otherNode();
	}

	void disconnected() {
		drop();
		this.lowChain.disconnected();
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
