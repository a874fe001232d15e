package io.headwater.chain;

import io.headwater.Head;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.HeaderRequest.Kind;
import io.headwater.chain.KnownHeads.Known;

/**
 * Takes the answers to what was asked for on the way to the goal.
 */
final class WayAnswers {

	private final DeliveredWalk walk;

	private final Goal goal;

	private final LatestReading latest;

	private final Way way;

	private final Beginnings beginnings;

	private final Pruning pruning;

	private final UnservedHeaders unserved;

	private final Retry retry;

	WayAnswers(DeliveredWalk walk, Goal goal, LatestReading latest, Way way, Beginnings beginnings, Pruning pruning,
			UnservedHeaders unserved, Retry retry) {
		this.walk = walk;
		this.goal = goal;
		this.latest = latest;
		this.way = way;
		this.beginnings = beginnings;
		this.pruning = pruning;
		this.unserved = unserved;
		this.retry = retry;
	}

	void take(HeaderRequest request, HeaderAnswer answer) {
		Known goal = this.goal.head();
		boolean byNumber = request.kind() == Kind.BY_NUMBER;
		if (goal == null || (byNumber && !isOfUse(request.number()))) {
			return;
		}
		Head head = answer.head();
		if (head != null && takesBackReset(head)) {
			return;
		}
		if (head != null) {
			this.goal.wayServed();
		}
		else {
			this.goal.wayDenied(answer.outcome());
			if (request.hash() != null) {
				this.way.denied(request.hash());
			}
			denied();
		}
		boolean isNext = byNumber ? request.number() == this.beginnings.wanted()
				: (head == null || !this.way.isKnown(head));
		if (head != null) {
			add(head, byNumber, answer.receivedNanos());
			if (isNext) {
				this.retry.anotherIsWanted();
			}
		}
		else if (isNext && answer.outcome() == Outcome.ABSENT) {
			this.pruning.denied(request.number(), goal.head().number());
			this.unserved.denied(request);
		}
		else if (isNext && answer.isRefused()) {
			this.unserved.denied(request);
		}
	}

	/** The node may lag, or what is sought is a lie: its newest head says more. */
	private void denied() {
		this.latest.want();
		if (this.goal.isDoubtful() && this.goal.detour(this.walk)) {
			this.retry.anotherIsWanted();
		}
		else {
			this.retry.await();
		}
	}

	private void add(Head head, boolean byNumber, long receivedNanos) {
		if (byNumber) {
			this.way.addByNumber(head, receivedNanos);
		}
		else {
			this.goal.served(this.way.add(head, receivedNanos));
		}
	}

	/** What is below the tip by now is not. */
	private boolean isOfUse(long number) {
		Long first = this.beginnings.number();
		return this.walk.isEmpty() || number > this.walk.tipNumber() || (first != null && first == number);
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

}
