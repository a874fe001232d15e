package io.headwater.chain;

import java.util.EnumMap;
import java.util.Map;

import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * What was told of safe and finalized blocks: each ascending, and only what was
 * delivered.
 */
final class Finality {

	private static final long NONE = -1;

	private final DeliveredWalk walk;

	private final Map<FinalityTag, Long> told = new EnumMap<>(FinalityTag.class);

	/**
	 * Development nodes call their newest block finalized, and revert it all the same.
	 */
	private boolean newestIsFinalized;

	Finality(DeliveredWalk walk) {
		this.walk = walk;
	}

	/**
	 * Take a reading.
	 * @return what to tell, or {@code null} if it is nothing new, or waits for the next
	 * reading
	 */
	@Nullable WalkEvent read(FinalityTag tag, Head head) {
		if (this.walk.isEmpty()) {
			return null;
		}
		if (tag == FinalityTag.FINALIZED && head.number() > 0 && head.number() >= this.walk.tipNumber()) {
			this.newestIsFinalized = true;
		}
		if (head.number() <= told(tag) || !wasDelivered(head)) {
			return null;
		}
		return (tag == FinalityTag.SAFE) ? new WalkEvent.Safe(head) : new WalkEvent.Finalized(head);
	}

	/** One that is older than the window is taken as the node tells it. */
	private boolean wasDelivered(Head head) {
		return this.walk.contains(head) || (this.walk.isTruncated() && head.number() < this.walk.first());
	}

	/**
	 * Note that a reading was told.
	 */
	void entered(FinalityTag tag, Head head) {
		this.told.put(tag, head.number());
	}

	/**
	 * Return whether voiding everything above a block voids a finalized one.
	 */
	boolean isViolatedBy(long ancestor) {
		return ancestor < told(FinalityTag.FINALIZED) && !this.newestIsFinalized;
	}

	/**
	 * Forget what was told: it is no longer vouched for.
	 */
	void reset() {
		this.told.clear();
	}

	/**
	 * Forget what was learned of the node, since another one is followed.
	 */
	void otherNode() {
		this.newestIsFinalized = false;
	}

	private long told(FinalityTag tag) {
		return this.told.getOrDefault(tag, NONE);
	}

}
