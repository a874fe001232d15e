package io.headwater.chain;

import io.headwater.Head;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.HeaderRequest.Kind;
import io.headwater.chain.KnownHeads.Known;

/**
 * Takes the answers to what was asked for on the way to the goal.
 */
final class SyncPathAnswers {

	private final DeliveredChain walk;

	private final SyncTarget target;

	private final LatestReading latest;

	private final SyncPath path;

	private final StartPoints startPoints;

	private final Pruning pruning;

	private final UnservedHeaders unserved;

	private final Retry retry;

	SyncPathAnswers(DeliveredChain walk, SyncTarget target, LatestReading latest, SyncPath path,
			StartPoints startPoints, Pruning pruning, UnservedHeaders unserved, Retry retry) {
		this.walk = walk;
		this.target = target;
		this.latest = latest;
		this.path = path;
		this.startPoints = startPoints;
		this.pruning = pruning;
		this.unserved = unserved;
		this.retry = retry;
	}

	void take(HeaderRequest request, HeaderAnswer answer) {
		Known target = this.target.head();
		boolean byNumber = request.kind() == Kind.BY_NUMBER;
		if (target == null || (byNumber && !isOfUse(request.number()))) {
			return;
		}
		Head head = answer.head();
		if (head != null && takesBackReset(head)) {
			return;
		}
		if (head != null) {
			this.target.wayServed();
		}
		else {
			this.target.wayDenied(answer.outcome());
			if (request.hash() != null) {
				this.path.denied(request.hash());
			}
			denied();
		}
		boolean isNext = byNumber ? request.number() == this.startPoints.wanted()
				: (head == null || !this.path.isKnown(head));
		if (head != null) {
			add(head, byNumber, answer.receivedNanos());
			if (isNext) {
				this.retry.anotherIsWanted();
			}
		}
		else if (isNext && answer.outcome() == Outcome.ABSENT) {
			this.pruning.denied(request.number(), target.head().number());
			this.unserved.denied(request);
		}
		else if (isNext && answer.isRefused()) {
			this.unserved.denied(request);
		}
	}

	/** The node may lag, or what is sought is a lie: its newest head says more. */
	private void denied() {
		this.latest.want();
		if (this.target.isDoubtful() && this.target.detour(this.walk)) {
			this.retry.anotherIsWanted();
		}
		else {
			this.retry.await();
		}
	}

	private void add(Head head, boolean byNumber, long receivedNanos) {
		if (byNumber) {
			this.path.addByNumber(head, receivedNanos);
		}
		else {
			this.target.served(this.path.add(head, receivedNanos));
		}
	}

	/** What is below the tip by now is not. */
	private boolean isOfUse(long number) {
		Long first = this.startPoints.number();
		return this.walk.isEmpty() || number > this.walk.tipNumber() || (first != null && first == number);
	}

	/** The chain has come back, or one backend never left: the node has to say which. */
	private boolean takesBackReset(Head head) {
		if (!this.startPoints.isVoid(head)) {
			return false;
		}
		this.startPoints.reconsider();
		this.path.dropBranch();
		this.target.suspectOrphan();
		this.retry.await();
		return true;
	}

}
