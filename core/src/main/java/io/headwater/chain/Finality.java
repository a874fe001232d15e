package io.headwater.chain;

import java.util.EnumMap;
import java.util.Map;

import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * Publishes safe and finalized blocks: each ascending, and only what was delivered.
 */
final class Finality {

	private static final long NONE = -1;

	private final DeliveredChain walk;

	private final WalkWriter writer;

	private final Map<FinalityTag, Long> published = new EnumMap<>(FinalityTag.class);

	/** What found no room in the queue. */
	private final Map<FinalityTag, Reading> waiting = new EnumMap<>(FinalityTag.class);

	/** Create it at the beginning, or where an earlier run stood. */
	Finality(DeliveredChain walk, WalkWriter writer, @Nullable Resumption resumption) {
		this.walk = walk;
		this.writer = writer;
		if (resumption != null) {
			putUnlessNull(FinalityTag.SAFE, resumption.safe());
			putUnlessNull(FinalityTag.FINALIZED, resumption.finalized());
		}
	}

	private void putUnlessNull(FinalityTag tag, @Nullable Long number) {
		if (number != null) {
			this.published.put(tag, number);
		}
	}

	/**
	 * Take a reading, and publish it if it is something new that was delivered. Otherwise
	 * the next reading is waited for.
	 */
	void read(FinalityTag tag, Head head, long receivedNanos) {
		this.waiting.put(tag, new Reading(head, receivedNanos));
		publish(tag);
	}

	/** Publish what has waited for room. */
	void publishWaiting() {
		for (FinalityTag tag : FinalityTag.values()) {
			publish(tag);
		}
	}

	private void publish(FinalityTag tag) {
		Reading reading = this.waiting.get(tag);
		if (reading == null) {
			return;
		}
		Head head = reading.head();
		boolean isNew = head.number() > published(tag) && wasDelivered(head);
		if (isNew && !(this.writer.hasRoom() && this.writer.write(event(tag, head), reading.receivedNanos()))) {
			return;
		}
		this.waiting.remove(tag);
		if (isNew) {
			this.published.put(tag, head.number());
		}
	}

	/** One that is older than the window is taken as the node reports it. */
	private boolean wasDelivered(Head head) {
		return this.walk.contains(head) || this.walk.isForgotten(head.number());
	}

	private static WalkEvent event(FinalityTag tag, Head head) {
		return (tag == FinalityTag.SAFE) ? new WalkEvent.Safe(head) : new WalkEvent.Finalized(head);
	}

	private long published(FinalityTag tag) {
		return this.published.getOrDefault(tag, NONE);
	}

	/** Return whether voiding everything above a block voids a finalized one. */
	boolean isVoidedBy(long ancestor) {
		return ancestor < published(FinalityTag.FINALIZED);
	}

	/** Forget what was published: it is no longer vouched for. */
	void reset() {
		this.published.clear();
		this.waiting.clear();
	}

	private record Reading(Head head, long receivedNanos) {
	}

}
