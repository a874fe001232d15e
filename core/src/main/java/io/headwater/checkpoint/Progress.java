package io.headwater.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import org.jspecify.annotations.Nullable;

/**
 * How far delivery has come, and which references are not saved yet. Immutable, so that a
 * step whose transaction is rolled back has changed nothing.
 *
 * @param checkpoint where delivery stands, or {@code null} before the first head
 * @param oldest the lowest number whose reference counts
 * @param unsaved the references that are not saved yet, oldest first
 * @param steps how many finished steps have changed something
 * @param next how the next head follows
 */
record Progress(@Nullable Checkpoint checkpoint, long oldest, List<Unsaved> unsaved, long steps, Continuity next) {

	static final Progress NONE = new Progress(null, 0, List.of(), 0, Continuity.LINKED);

	/** Go on from what a store has kept. */
	static Progress from(@Nullable StoredCheckpoint stored) {
		return (stored != null) ? new Progress(stored.checkpoint(), stored.oldest(), List.of(), 0, Continuity.LINKED)
				: NONE;
	}

	/**
	 * Take a finished step. A reset that halts changes only how the next head follows:
	 * the checkpoint stays where it is until that head has come.
	 */
	Progress after(List<ChainEvent> step, int window) {
		Progress result = new Progress(this.checkpoint, this.oldest, this.unsaved, this.steps + 1, this.next);
		for (ChainEvent event : step) {
			result = result.after(event, window);
		}
		return Objects.equals(result.checkpoint, this.checkpoint)
				? new Progress(this.checkpoint, this.oldest, this.unsaved, this.steps, result.next) : result;
	}

	/** Count a step that has changed nothing, so that it can be saved all the same. */
	Progress counted() {
		return new Progress(this.checkpoint, this.oldest, this.unsaved, this.steps + 1, this.next);
	}

	/**
	 * Go back below what the step makes void, if it does so: to the common ancestor of a
	 * reorg, or below the first head that is delivered again. Whatever a listener does
	 * with a part of the step is then above the checkpoint.
	 * @return where a start has to go on if the step is not finished
	 */
	Progress before(List<ChainEvent> step) {
		Checkpoint now = this.checkpoint;
		for (ChainEvent event : step) {
			if (now != null && event instanceof ReorgEvent reorg && !now.block().equals(reorg.commonAncestor())) {
				return counted().revertedTo(now, reorg.commonAncestor());
			}
			if (now != null && isReplay(event)) {
				return beforeReplay(now, (ChainResetEvent) event, step);
			}
		}
		return this;
	}

	static boolean isReplay(ChainEvent event) {
		return event instanceof ChainResetEvent reset && reset.reason() == ChainResetEvent.Reason.REPLAY;
	}

	/** Nothing is below the genesis block, from which a start would not come again. */
	private Progress beforeReplay(Checkpoint now, ChainResetEvent replay, List<ChainEvent> step) {
		for (ChainEvent event : step) {
			if (event instanceof NewHeadEvent first && first.head().number() > 0) {
				BlockRef below = new BlockRef(first.head().number() - 1, first.head().parentHash());
				return now.block().equals(below) ? this
						: new Progress(new Checkpoint(now.chainId(), below, first.head().number(),
								replayedUpTo(now, replay), null, null, null), first.head().number(), List.of(),
								this.steps + 1, this.next);
			}
		}
		return this;
	}

	/** One that begins amid another goes on to where that one would have. */
	private static long replayedUpTo(Checkpoint now, ChainResetEvent replay) {
		Long already = now.replayedUpTo();
		return Math.max((already != null) ? already : 0, replay.from().number());
	}

	private Progress after(ChainEvent event, int window) {
		if (event instanceof NewHeadEvent head) {
			return joined(head.chainId(), new BlockRef(head.head().number(), head.head().hash()), window);
		}
		if (event instanceof HeadsSkippedEvent) {
			return followedBy(Continuity.SKIPPED);
		}
		Checkpoint now = this.checkpoint;
		if (event instanceof ChainResetEvent reset) {
			return (now != null && isReplay(reset))
					? at(now.replaying(replayedUpTo(now, reset))).followedBy(Continuity.REPLAYED)
					: followedBy(Continuity.RESET);
		}
		if (now == null) {
			return this;
		}
		if (event instanceof ReorgEvent reorg) {
			return revertedTo(now, reorg.commonAncestor());
		}
		if (event instanceof ConfirmedHeadEvent confirmed) {
			return at(now.withDelivered(confirmed.head().number(), now.safe(), now.finalized()));
		}
		if (event instanceof SafeHeadEvent safe) {
			return at(now.withDelivered(now.confirmed(), safe.head().number(), now.finalized()));
		}
		if (event instanceof FinalizedHeadEvent last) {
			return at(now.withDelivered(now.confirmed(), now.safe(), last.head().number()));
		}
		return this;
	}

	private Progress followedBy(Continuity next) {
		return new Progress(this.checkpoint, this.oldest, this.unsaved, this.steps, next);
	}

	private Progress at(Checkpoint checkpoint) {
		return new Progress(checkpoint, this.oldest, this.unsaved, this.steps, this.next);
	}

	private Progress joined(long chainId, BlockRef head, int window) {
		Checkpoint now = this.checkpoint;
		Long upTo = (now != null && this.next != Continuity.RESET) ? now.replayedUpTo() : null;
		Long replayedUpTo = (upTo != null && head.number() < upTo) ? upTo : null;
		if (now != null && this.next == Continuity.LINKED && head.number() == now.block().number() + 1) {
			long oldest = Math.max(this.oldest, head.number() - window + 1);
			return new Progress(
					new Checkpoint(chainId, head, now.first(), replayedUpTo, now.confirmed(), now.safe(),
							now.finalized()),
					oldest, unsavedWith(new Unsaved(head, this.steps), oldest), this.steps, Continuity.LINKED);
		}
		boolean isVouchedFor = this.next == Continuity.LINKED || this.next == Continuity.SKIPPED;
		Checkpoint delivered = isVouchedFor ? now : null;
		Checkpoint begun = new Checkpoint(chainId, head, head.number(), replayedUpTo, null,
				(delivered != null) ? delivered.safe() : null, (delivered != null) ? delivered.finalized() : null);
		return new Progress(begun, head.number(), List.of(new Unsaved(head, this.steps)), this.steps,
				Continuity.LINKED);
	}

	/** Where no reference stays, all of the walk is void, and it begins right above. */
	private Progress revertedTo(Checkpoint now, BlockRef ancestor) {
		Long confirmed = now.confirmed();
		boolean isRemembered = ancestor.number() >= this.oldest;
		Checkpoint reverted = new Checkpoint(now.chainId(), ancestor,
				isRemembered ? now.first() : ancestor.number() + 1, now.replayedUpTo(),
				(confirmed != null) ? Long.valueOf(Math.min(confirmed, ancestor.number())) : null, now.safe(),
				now.finalized());
		return new Progress(reverted, isRemembered ? this.oldest : ancestor.number() + 1,
				unsavedWithin(this.oldest, ancestor.number()), this.steps, this.next);
	}

	/** Without a list between, since each head passes here. */
	private List<Unsaved> unsavedWith(Unsaved last, long oldest) {
		if (this.unsaved.isEmpty()) {
			return List.of(last);
		}
		List<Unsaved> unsaved = new ArrayList<>(unsavedWithin(oldest, last.block().number() - 1));
		unsaved.add(last);
		return unsaved;
	}

	private List<Unsaved> unsavedWithin(long from, long to) {
		return this.unsaved.stream()
			.filter((reference) -> reference.block().number() >= from && reference.block().number() <= to)
			.toList();
	}

	Progress savedUpTo(long step) {
		boolean allIsSaved = this.unsaved.isEmpty() || this.unsaved.get(this.unsaved.size() - 1).step() <= step;
		return new Progress(this.checkpoint, this.oldest,
				allIsSaved ? List.of() : this.unsaved.stream().filter((reference) -> reference.step() > step).toList(),
				this.steps, this.next);
	}

	/** Return what a save would have to change. There must be a checkpoint. */
	CheckpointUpdate update(int window, String owner) {
		List<BlockRef> added = (this.unsaved.size() == 1) ? List.of(this.unsaved.get(0).block())
				: this.unsaved.stream().map(Unsaved::block).toList();
		return new CheckpointUpdate(Objects.requireNonNull(this.checkpoint), this.oldest, added, window, owner,
				this.steps);
	}

	/**
	 * A reference that is not saved yet.
	 *
	 * @param step the step that brought it
	 */
	record Unsaved(BlockRef block, long step) {
	}

	/** How the next head follows what was delivered. */
	enum Continuity {

		/** On the head before it, or on a reorg's ancestor. */
		LINKED,

		/** Above a range that was skipped. */
		SKIPPED,

		/** From an earlier head on, as somebody wanted. */
		REPLAYED,

		/** After any other reset: what was delivered before is no longer vouched for. */
		RESET

	}

}
