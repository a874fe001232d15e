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

	private final DeliveredChain walk;

	private final SyncTarget target;

	private final LatestReading latest;

	private final AnnouncedHashes announcedHashes;

	private final StartPoints startPoints;

	private final CatchUp catchUp;

	private final SyncPathAnswers path;

	private final Pruning pruning;

	private final Checks checks;

	private final GenesisReading genesis;

	private final UnconfirmedReload reload;

	private final Retry retry;

	private final UnservedHeaders unserved;

	Answers(WalkOutput output, DeliveredChain walk, SyncTarget target, LatestReading latest,
			AnnouncedHashes announcedHashes, StartPoints startPoints, CatchUp catchUp, SyncPathAnswers path,
			Pruning pruning, Checks checks, GenesisReading genesis, UnconfirmedReload reload, Retry retry,
			UnservedHeaders unserved) {
		this.output = output;
		this.walk = walk;
		this.target = target;
		this.latest = latest;
		this.announcedHashes = announcedHashes;
		this.startPoints = startPoints;
		this.catchUp = catchUp;
		this.path = path;
		this.pruning = pruning;
		this.checks = checks;
		this.genesis = genesis;
		this.reload = reload;
		this.retry = retry;
		this.unserved = unserved;
	}

	void take(Purpose purpose, HeaderRequest request, HeaderAnswer told) {
		HeaderAnswer answer = checked(purpose, request, told);
		Head head = answer.head();
		if (head != null) {
			compare(head);
		}
		switch (purpose) {
			case LATEST -> latest(head, answer.receivedNanos());
			case WAY -> this.path.take(request, answer);
			case FIRST_SERVED -> this.pruning.answered(request.number(), answer);
			case RECOLLECTED -> this.reload.answered(answer);
			case GENESIS -> this.genesis.answered(answer);
			default -> check(purpose, request, answer);
		}
	}

	/** A walk that is to begin anew begins whatever the answer is. */
	private void check(Purpose purpose, HeaderRequest request, HeaderAnswer answer) {
		if (!this.startPoints.isPending()) {
			this.checks.answered(purpose, request, answer);
		}
	}

	private HeaderAnswer checked(Purpose purpose, HeaderRequest request, HeaderAnswer answer) {
		Head head = answer.head();
		if (head == null || request.isAnsweredBy(head) || (purpose == Purpose.WAY && request.hasHashOf(head))) {
			return answer;
		}
		this.output.warned("the node answered with another header than it was asked for");
		return HeaderAnswer.refused(answer.receivedNanos());
	}

	private void compare(Head served) {
		Head delivered = this.walk.tipHead();
		if (delivered != null && this.announcedHashes.mismatches(delivered, served)) {
			this.output.warned("the node announces other hashes than it serves; its announcements are only hints now");
			this.target.aimOnlyAt(null);
			this.latest.want();
		}
	}

	private void latest(@Nullable Head head, long receivedNanos) {
		if (head == null) {
			this.pruning.forget();
			this.latest.failed();
			return;
		}
		this.latest.succeeded(head.number());
		this.unserved.newestRead(head);
		if (this.target.isAtOdds(head, this.walk) && this.latest.isOvertaken()) {
			return;
		}
		boolean leadsToNewest = this.target.is(head);
		if (this.target.mayBeOrphaned() && !(leadsToNewest && this.pruning.isSuspected())) {
			this.catchUp.doubtWay(leadsToNewest);
			this.target.clear();
		}
		boolean isNews = this.announcedHashes.areHints() || this.latest.isInstead();
		HeadOrigin origin = isNews ? HeadOrigin.LIVE : HeadOrigin.CATCH_UP;
		Known told = Known.served(head, origin, receivedNanos);
		Known givenUp = this.target.givenUpFor(told);
		if (givenUp != null) {
			this.catchUp.giveUp(givenUp.head());
		}
		this.target.aimAt(told);
		prefer();
		this.checks.latestRead(told);
	}

	/** What the node serves is reached before what it only announces, or denies. */
	private void prefer() {
		if (this.startPoints.isPending() ? this.target.detour() : this.target.detour(this.walk)) {
			this.retry.anotherIsWanted();
		}
	}

}
