package io.headwater.chain;

import java.util.ArrayList;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Puts steps into the queue, and what entered into the walk: a step that finds no room
 * has changed nothing.
 */
final class WalkWriter {

	/** Lower than all numbers. */
	private static final long NONE = -1;

	private final DeliveredChain walk;

	private final int confirmations;

	private final WalkOutput output;

	private boolean room = true;

	/** Up to this number, heads are delivered again. */
	private long replayedUpTo;

	/**
	 * Create it with room.
	 * @param replayedUpTo the number up to which an earlier run was amid a replay, or
	 * {@code null}
	 */
	WalkWriter(DeliveredChain walk, int confirmations, WalkOutput output, @Nullable Long replayedUpTo) {
		this.walk = walk;
		this.confirmations = confirmations;
		this.output = output;
		this.replayedUpTo = (replayedUpTo != null) ? replayedUpTo : NONE;
	}

	boolean hasRoom() {
		return this.room;
	}

	void roomAgain() {
		this.room = true;
	}

	/** Heads up to a number were delivered before. */
	void replayUpTo(long number) {
		this.replayedUpTo = Math.max(this.replayedUpTo, number);
	}

	/**
	 * Return whether heads above a block were delivered before, and are to be delivered
	 * again.
	 */
	boolean isReplaying(BlockRef block) {
		return block.number() < this.replayedUpTo;
	}

	/**
	 * Deliver the head that follows the tip.
	 * @param content what belongs to the head, or {@code null}
	 */
	boolean extend(Known known, @Nullable Object content) {
		Head head = known.head();
		List<WalkEvent> events = joinedAndConfirmed(known, content, head.number() - 1);
		if (!enter(events, known.receivedNanos())) {
			return false;
		}
		this.walk.extend(head);
		entered(known);
		return true;
	}

	/** Void what is above an ancestor, and deliver the head that follows it. */
	boolean reorg(BlockRef ancestor, Known known, @Nullable Object content) {
		List<WalkEvent> events = new ArrayList<>();
		events.add(new WalkEvent.Reverted(ancestor, this.walk.above(ancestor.number())));
		Head head = known.head();
		events.addAll(joinedAndConfirmed(known, content, ancestor.number()));
		if (!enter(events, known.receivedNanos())) {
			return false;
		}
		this.walk.revertTo(ancestor.number());
		this.walk.extend(head);
		entered(known);
		return true;
	}

	/** Begin the walk, perhaps anew. */
	boolean begin(List<WalkEvent> before, Known known, @Nullable Object content) {
		long replayedUpTo = before.stream().anyMatch(WalkWriter::endsReplay) ? NONE : this.replayedUpTo;
		List<WalkEvent> events = new ArrayList<>(before);
		events.add(joined(known, content, replayedUpTo));
		if (!enter(events, known.receivedNanos())) {
			return false;
		}
		this.replayedUpTo = replayedUpTo;
		this.walk.clear();
		this.walk.extend(known.head());
		entered(known);
		return true;
	}

	/** Write that continuity cannot be shown, and no more. */
	boolean reset(BlockRef to, ChainResetEvent.Reason reason, long receivedNanos) {
		boolean entered = enter(List.of(new WalkEvent.Reset(this.walk.tip(), to, reason)), receivedNanos);
		this.replayedUpTo = entered ? NONE : this.replayedUpTo;
		return entered;
	}

	/** What was delivered before a reset is no longer vouched for. */
	private static boolean endsReplay(WalkEvent event) {
		return event instanceof WalkEvent.Reset reset && reset.reason() != ChainResetEvent.Reason.REPLAY;
	}

	/** Write something that belongs to heads that were delivered before. */
	boolean write(WalkEvent event, long receivedNanos) {
		return enter(List.of(event), receivedNanos);
	}

	private List<WalkEvent> joinedAndConfirmed(Known known, @Nullable Object content, long keptUpTo) {
		WalkEvent joined = joined(known, content, this.replayedUpTo);
		List<Head> confirmed = this.walk.confirmedBy(known.head().number(), keptUpTo);
		if (confirmed.isEmpty()) {
			return List.of(joined);
		}
		List<WalkEvent> events = new ArrayList<>(1 + confirmed.size());
		events.add(joined);
		confirmed.forEach((head) -> events.add(new WalkEvent.Confirmed(head, this.confirmations)));
		return events;
	}

	private static WalkEvent joined(Known known, @Nullable Object content, long replayedUpTo) {
		boolean again = known.head().number() <= replayedUpTo;
		return new WalkEvent.Joined(known.head(), again ? HeadOrigin.REPLAY : known.origin(), content);
	}

	private void entered(Known known) {
		if (known.head().number() >= this.replayedUpTo) {
			this.replayedUpTo = NONE;
		}
	}

	private boolean enter(List<WalkEvent> events, long receivedNanos) {
		this.room = this.output.enter(new WalkStep(events, receivedNanos));
		return this.room;
	}

}
