package io.headwater.chain;

import java.util.EnumMap;
import java.util.Map;

import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * Tells safe and finalized blocks: each ascending, and only what was delivered.
 */
final class Finality {

	private static final long NONE = -1;

	private final DeliveredChain walk;

	private final WalkWriter writer;

	private final Map<FinalityTag, Long> told = new EnumMap<>(FinalityTag.class);

	/** What found no room in the queue. */
	private final Map<FinalityTag, Reading> waiting = new EnumMap<>(FinalityTag.class);

	Finality(DeliveredChain walk, WalkWriter writer) {
		this.walk = walk;
		this.writer = writer;
	}

	/**
	 * Go on where an earlier run stood.
	 */
	void resume(Resumption resumption) {
		resume(FinalityTag.SAFE, resumption.safe());
		resume(FinalityTag.FINALIZED, resumption.finalized());
	}

	private void resume(FinalityTag tag, @Nullable Long number) {
		if (number != null) {
			this.told.put(tag, number);
		}
	}

	/**
	 * Take a reading, and tell it if it is something new that was delivered. Otherwise
	 * the next reading is waited for.
	 */
	void read(FinalityTag tag, Head head, long receivedNanos) {
		this.waiting.put(tag, new Reading(head, receivedNanos));
		tell(tag);
	}

	/**
	 * Tell what has waited for room.
	 */
	void tell() {
		for (FinalityTag tag : FinalityTag.values()) {
			tell(tag);
		}
	}

	private void tell(FinalityTag tag) {
		Reading reading = this.waiting.get(tag);
		if (reading == null) {
			return;
		}
		Head head = reading.head();
		boolean isNew = head.number() > told(tag) && wasDelivered(head);
		if (isNew && !(this.writer.hasRoom() && this.writer.tell(event(tag, head), reading.receivedNanos()))) {
			return;
		}
		this.waiting.remove(tag);
		if (isNew) {
			this.told.put(tag, head.number());
		}
	}

	/** One that is older than the window is taken as the node tells it. */
	private boolean wasDelivered(Head head) {
		return this.walk.contains(head) || this.walk.isForgotten(head.number());
	}

	private static WalkEvent event(FinalityTag tag, Head head) {
		return (tag == FinalityTag.SAFE) ? new WalkEvent.Safe(head) : new WalkEvent.Finalized(head);
	}

	private long told(FinalityTag tag) {
		return this.told.getOrDefault(tag, NONE);
	}

	/**
	 * Return whether voiding everything above a block voids a finalized one.
	 */
	boolean isVoidedBy(long ancestor) {
		return ancestor < told(FinalityTag.FINALIZED);
	}

	/**
	 * Forget what was told: it is no longer vouched for.
	 */
	void reset() {
		this.told.clear();
		this.waiting.clear();
	}

	private record Reading(Head head, long receivedNanos) {
	}

}
