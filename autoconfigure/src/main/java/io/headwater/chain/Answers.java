package io.headwater.chain;

import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.KnownHeads.Known;
import io.headwater.chain.Requests.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answers of the node, each according to what it was asked for.
 */
final class Answers {

	private final WalkOutput output;

	private final DeliveredWalk walk;

	private final Goal goal;

	private final LatestReading latest;

	private final AnnouncedHashes announcedHashes;

	private final Pursuit pursuit;

	private final WayAnswers way;

	private final LowerBranchCheck lowerBranch;

	Answers(WalkOutput output, DeliveredWalk walk, Goal goal, LatestReading latest, AnnouncedHashes announcedHashes,
			Pursuit pursuit, WayAnswers way, LowerBranchCheck lowerBranch) {
		this.output = output;
		this.walk = walk;
		this.goal = goal;
		this.latest = latest;
		this.announcedHashes = announcedHashes;
		this.pursuit = pursuit;
		this.way = way;
		this.lowerBranch = lowerBranch;
	}

	void take(Purpose purpose, HeaderRequest request, HeaderAnswer told) {
		HeaderAnswer answer = checked(request, told);
		Head head = answer.head();
		if (head != null) {
			compare(head);
		}
		switch (purpose) {
			case LATEST -> latest(head, answer.receivedNanos());
			case WAY -> this.way.take(request, answer);
			case TIP -> this.lowerBranch.answered(request.number(), answer);
		}
	}

	private HeaderAnswer checked(HeaderRequest request, HeaderAnswer answer) {
		Head head = answer.head();
		if (head == null || request.isAnsweredBy(head)) {
			return answer;
		}
		this.output.warned("the node answered with another header than it was asked for");
		return HeaderAnswer.failed(answer.receivedNanos());
	}

	private void compare(Head served) {
		Head delivered = this.walk.tipHead();
		if (delivered != null && this.announcedHashes.mismatches(delivered, served)) {
			this.output.warned("the node announces other hashes than it serves; its announcements are only hints now");
			this.goal.aimOnlyAt(null);
			this.latest.want();
		}
	}

	private void latest(@Nullable Head head, long receivedNanos) {
		if (head == null) {
			this.way.forgetDenials();
			this.latest.failed();
			return;
		}
		this.latest.succeeded();
		if (this.goal.mayBeOrphaned() && (this.pursuit.isAside() || !this.goal.is(head))) {
			this.goal.clear();
			this.pursuit.dropWay();
		}
		HeadOrigin origin = this.announcedHashes.areHints() ? HeadOrigin.LIVE : HeadOrigin.CATCH_UP;
		this.goal.aimAt(new Known(head, origin, receivedNanos));
	}

}
