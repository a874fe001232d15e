package io.headwater.chain;

import io.headwater.Hash;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * Judges announced heads, which are hints: one that contradicts what is known, or itself,
 * is dropped, and where more than the next head depends on one, the node has to vouch for
 * it. What there is instead is read from the node.
 */
final class Announcements {

	private final DeliveredChain walk;

	private final SyncPath path;

	private final SyncTarget target;

	private final Contents contents;

	private final LatestReading latest;

	private final Retry retry;

	private final WalkOutput output;

	Announcements(DeliveredChain walk, SyncPath path, SyncTarget target, Contents contents, LatestReading latest,
			Retry retry, WalkOutput output) {
		this.walk = walk;
		this.path = path;
		this.target = target;
		this.contents = contents;
		this.latest = latest;
		this.retry = retry;
		this.output = output;
	}

	/**
	 * Drop a head that cannot be a block.
	 * @param isNext whether it follows the tip
	 * @return whether it was dropped
	 */
	boolean rejectImplausible(Head head, boolean isNext) {
		AnnouncementFault fault = fault(head, isNext);
		if (fault != null) {
			publish(fault);
		}
		return fault != null;
	}

	private @Nullable AnnouncementFault fault(Head head, boolean isNext) {
		if (head.hash().equals(Hash.ZERO)) {
			return AnnouncementFault.NO_HASH;
		}
		if (head.hash().equals(head.parentHash())) {
			return AnnouncementFault.OWN_PARENT;
		}
		boolean contradicts = this.path.contradicts(head) || this.walk.hasUnderOtherNumber(head.number(), head.hash())
				|| (!isNext && this.walk.hasUnderOtherNumber(head.number() - 1, head.parentHash()));
		return contradicts ? AnnouncementFault.OTHER_NUMBER : null;
	}

	/**
	 * Drop a head if another one was announced under the same hash: which of the two is
	 * the lie is not for an announcement to say.
	 * @return whether it was dropped
	 */
	boolean rejectContested(Head head) {
		boolean contested = this.path.isContested(head) || this.target.isContested(head);
		if (contested) {
			drop(head.hash(), AnnouncementFault.OTHER_NUMBER);
		}
		return contested;
	}

	/**
	 * Return whether the node serves a head, and ask for its newest head otherwise, more
	 * and more seldom.
	 */
	boolean isServedOrAsk(Known head) {
		if (!head.isServed() && !this.latest.isUnderWay()) {
			if (this.target.isJustTold()) {
				this.latest.want();
			}
			else {
				this.retry.schedule();
			}
		}
		return head.isServed();
	}

	/** Drop a head that was believed so far, and forget what only it vouched for. */
	void drop(Hash hash, AnnouncementFault fault) {
		this.path.drop(hash);
		this.target.drop(hash);
		this.contents.remove(hash);
		publish(fault);
	}

	private void publish(AnnouncementFault fault) {
		this.output.dropped(fault);
		this.latest.wantInstead();
	}

}
