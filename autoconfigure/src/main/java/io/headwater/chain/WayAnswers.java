package io.headwater.chain;

import io.headwater.Head;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.HeaderRequest.Kind;
import io.headwater.chain.KnownHeads.Known;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answers to what was asked for on the way to the goal.
 */
final class WayAnswers {

	private final DeliveredWalk walk;

	private final Goal goal;

	private final Way way;

	private final Beginnings beginnings;

	private final Pruning pruning;

	private final Retry retry;

	WayAnswers(DeliveredWalk walk, Goal goal, Way way, Beginnings beginnings, Pruning pruning, Retry retry) {
		this.walk = walk;
		this.goal = goal;
		this.way = way;
		this.beginnings = beginnings;
		this.pruning = pruning;
		this.retry = retry;
	}

	void take(HeaderRequest request, HeaderAnswer answer) {
		Known goal = this.goal.head();
		boolean byNumber = request.kind() == Kind.BY_NUMBER;
		if (goal == null || (byNumber && !isOfUse(request.number()))) {
			return;
		}
		Head head = answer.head();
		if (head == null) {
			denied(answer);
		}
		else if (takesBackReset(head)) {
			return;
		}
		else {
			this.goal.wayServed();
		}
		if (byNumber && answer.outcome() != Outcome.FAILED) {
			takeByNumber(request.number(), head, answer.receivedNanos(), goal.head());
		}
		else if (head != null) {
			this.way.add(head, answer.receivedNanos());
			this.retry.anotherIsWanted();
		}
	}

	/**
	 * Draw nothing from what was denied: the node does not even know its newest head.
	 */
	void forgetDenials() {
		this.pruning.forget();
	}

	/** What is below the tip by now is not. */
	private boolean isOfUse(long number) {
		Long first = this.beginnings.number();
		return this.pruning.isSearching() || this.walk.isEmpty() || number > this.walk.tipNumber()
				|| (first != null && first == number);
	}

	/** While it is searched what is pruned, an absent header is an answer. */
	private void denied(HeaderAnswer answer) {
		boolean absent = answer.outcome() == Outcome.ABSENT;
		if (absent && this.pruning.isSearching()) {
			return;
		}
		if (absent) {
			this.goal.wayDenied();
		}
		this.retry.await();
	}

	/** The chain has come back, or one backend never left: the node has to say which. */
	private boolean takesBackReset(Head head) {
		if (!this.beginnings.isVoid(head)) {
			return false;
		}
		this.beginnings.reconsider();
		this.way.dropBranch();
		this.goal.suspectOrphan();
		this.retry.await();
		return true;
	}

	private void takeByNumber(long number, @Nullable Head head, long receivedNanos, Head goal) {
		if (this.pruning.isSearching()) {
			this.pruning.answered(number, head != null);
		}
		else if (head != null) {
			this.way.addByNumber(head, receivedNanos);
		}
		else if (number == wanted()) {
			this.pruning.denied(number, goal.number());
		}
	}

	private long wanted() {
		Long first = this.beginnings.number();
		return (first != null) ? first : this.walk.tipNumber() + 1;
	}

}
