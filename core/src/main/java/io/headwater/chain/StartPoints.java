package io.headwater.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent.Reason;
import io.headwater.Head;
import io.headwater.HeadsSkippedEvent;
import org.jspecify.annotations.Nullable;

/**
 * The beginning that the walk is about to make, if any: at first, after a skip, or after
 * a reset.
 */
final class StartPoints {

	/** How far below the newest head the walk begins, at the word of an announcement. */
	private static final long MOST_ANNOUNCED = 64;

	private final TrackerSettings settings;

	private final DeliveredChain walk;

	private final WalkWriter writer;

	private final Finality finality;

	private final PaceKeeper pace;

	private final Settled settled;

	private @Nullable StartPoint next;

	/** The lowest number that was announced while the walk was to begin at the newest. */
	private @Nullable Long announced;

	/** Create it for a connection. */
	StartPoints(TrackerSettings settings, TrackerMemory memory) {
		this.settings = settings;
		this.walk = memory.walk();
		this.writer = memory.writer();
		this.finality = memory.finality();
		this.pace = memory.pace();
		this.settled = memory.start();
		this.next = this.settled.point;
	}

	/**
	 * Note that a head was announced. What was announced while the newest head was read
	 * is delivered, too.
	 */
	void announced(long number) {
		StartPoint next = this.next;
		if (next != null && next.isPlain() && next.number() == null) {
			this.announced = (this.announced == null) ? number : Long.valueOf(Math.min(this.announced, number));
		}
	}

	/** Return whether it is still to be published where the walk goes on. */
	boolean isResuming() {
		return this.settled.isResuming();
	}

	boolean isPending() {
		return this.next != null || isResuming();
	}

	/**
	 * Return the number to begin with.
	 * @return the number, or {@code null} if no beginning is pending, or it is the newest
	 */
	@Nullable Long number() {
		return (this.next != null) ? this.next.number() : null;
	}

	/** Return the number that is needed next. */
	long wanted() {
		Long number = number();
		return (number != null) ? number : this.walk.tipNumber() + 1;
	}

	/**
	 * Begin at the first number that is served. If that is not above the tip, a block
	 * that both branches have in common cannot be found any more.
	 */
	void pruned(long firstServed) {
		StartPoint next = this.next;
		Reason reset = (next != null) ? next.reset() : null;
		if (reset != null) {
			reset(reset, firstServed);
		}
		else if (firstServed > wanted()) {
			List<WalkEvent> before = new ArrayList<>((next != null) ? next.before() : List.of());
			before.add(new WalkEvent.Skipped(wanted(), firstServed - 1, HeadsSkippedEvent.Reason.PRUNED));
			this.next = StartPoint.after(before, firstServed);
		}
		else if (next == null) {
			reset(Reason.BEYOND_WINDOW, firstServed);
		}
	}

	/** Begin anew, since continuity cannot be shown. */
	void reset(Reason reason, long number) {
		this.next = StartPoint.reset(reason, number);
	}

	/**
	 * Leave out the oldest missing heads, and begin with as many as are to be caught up.
	 */
	void skip(WalkEvent.@Nullable Reverted reorg, long from, Head target) {
		long first = target.number() - this.settings.maxBlocks() + 1;
		WalkEvent skipped = new WalkEvent.Skipped(from, first - 1, HeadsSkippedEvent.Reason.CATCH_UP_LIMIT);
		this.next = StartPoint.after((reorg != null) ? List.of(reorg, skipped) : List.of(skipped), first);
	}

	/** Make one move towards the beginning. */
	Outcome move(Known target, SyncPath path, Contents contents) {
		if (this.settled.resumed != null) {
			return resume(this.settled.resumed, target.receivedNanos());
		}
		StartPoint next = Objects.requireNonNull(this.next);
		if (isAnnouncedBelow(next, target.number())) {
			this.next = StartPoint.at(this.announced);
			return Outcome.CHANGED;
		}
		Known first = target;
		Long number = next.number();
		if (number != null && number != target.head().number()) {
			if (number > target.head().number() || isNoLongerLow(next, number, target.head())) {
				return reconsider() ? Outcome.CHANGED : Outcome.WAITING;
			}
			if (next.isPlain() && target.head().number() - number >= this.settings.maxBlocks()) {
				skip(null, number, target.head());
				return Outcome.CHANGED;
			}
			first = path.byNumberOrFetch(number);
			if (first == null) {
				return Outcome.WAITING;
			}
		}
		if (isVoid(first.head())) {
			reconsider();
			return Outcome.CHANGED;
		}
		return (next.reset() != null) ? reset(next.reset(), first, contents) : begin(next.before(), first, contents);
	}

	/** The newest head may be newer than the first one that was announced. */
	private boolean isAnnouncedBelow(StartPoint next, long newest) {
		Long announced = this.announced;
		return next.isPlain() && next.number() == null && announced != null && announced < newest
				&& newest - announced < Math.min(MOST_ANNOUNCED, this.settings.maxBlocks());
	}

	/** A step of its own, so that it is published although nothing else may be new. */
	private Outcome resume(WalkEvent.Resumed resumed, long receivedNanos) {
		if (!this.writer.write(resumed, receivedNanos)) {
			return Outcome.WAITING;
		}
		this.settled.resumed = null;
		return Outcome.CHANGED;
	}

	/** The chain was below all that is remembered, and has come back meanwhile. */
	private boolean isNoLongerLow(StartPoint next, long number, Head target) {
		return next.isForced() && number < this.walk.first() && target.number() >= this.walk.first();
	}

	private Outcome begin(List<WalkEvent> before, Known first, Contents contents) {
		if (contents.isMissing(first.head())) {
			contents.await(List.of(first.head()));
			return Outcome.WAITING;
		}
		if (!this.writer.begin(before, first, contents.of(first.head()))) {
			return Outcome.WAITING;
		}
		this.next = null;
		this.settled.point = null;
		return Outcome.BEGUN;
	}

	private Outcome reset(Reason reason, Known first, Contents contents) {
		if (!this.settings.haltOnReset() || reason == Reason.REPLAY) {
			Outcome outcome = begin(List.of(new WalkEvent.Reset(this.walk.tip(), first.head().ref(), reason)), first,
					contents);
			if (outcome == Outcome.BEGUN) {
				this.finality.reset();
			}
			return outcome;
		}
		if (this.writer.reset(first.head().ref(), reason, first.receivedNanos())) {
			this.finality.reset();
			this.pace.halt("continuity cannot be shown (" + reason + ")");
			this.settled.point = StartPoint.at(first.head().number());
			this.next = this.settled.point;
		}
		return Outcome.WAITING;
	}

	/**
	 * Seek afresh what is to be published first, since it may no longer hold.
	 * @return whether that changes anything
	 */
	boolean reconsider() {
		boolean changes = !Objects.equals(this.next, this.settled.point);
		this.next = this.settled.point;
		return changes;
	}

	/**
	 * Return whether a reset is pending that leads to a delivered head: the chain has
	 * come back, or one backend never left.
	 */
	boolean isVoid(Head first) {
		return this.next != null && this.next.isForced() && this.walk.contains(first);
	}

	/** What a move came to. */
	enum Outcome {

		/** Something is to come first: a header, or room. */
		WAITING,

		/** Another path is to be sought. */
		CHANGED,

		/** The walk has begun. */
		BEGUN

	}

	/**
	 * Where the walk is to begin whatever the chain does: at first, after a halt, or
	 * since somebody wants it. Outlives connections.
	 */
	static final class Settled {

		private @Nullable StartPoint point;

		/** Where an earlier run stood, until that is published. */
		private WalkEvent.@Nullable Resumed resumed;

		/** Begin at a number, or at the newest head. */
		Settled(@Nullable Long start) {
			this.point = StartPoint.at(start);
		}

		/** Go on where an earlier run stood. */
		Settled(BlockRef checkpoint) {
			this.resumed = new WalkEvent.Resumed(checkpoint);
		}

		/** Return whether it is still to be published where the walk goes on. */
		boolean isResuming() {
			return this.resumed != null;
		}

		/** Begin anew since somebody wants it, whatever the chain does meanwhile. */
		void replay(long number) {
			this.point = StartPoint.reset(Reason.REPLAY, number);
		}

	}

	/**
	 * Where the walk begins, at first or anew.
	 *
	 * @param number the number of its first head, or {@code null} for the newest one
	 * @param before what is published before that head
	 * @param reset why continuity cannot be shown, or {@code null} if there is nothing to
	 * continue
	 */
	private record StartPoint(@Nullable Long number, List<WalkEvent> before, @Nullable Reason reset) {

		/** Return whether nothing is published before the first head. */
		boolean isPlain() {
			return this.reset == null && this.before.isEmpty();
		}

		/** Return whether the chain leaves no other choice. */
		boolean isForced() {
			return this.reset != null && this.reset != Reason.REPLAY;
		}

		static StartPoint at(@Nullable Long number) {
			return new StartPoint(number, List.of(), null);
		}

		static StartPoint after(List<WalkEvent> before, long number) {
			return new StartPoint(number, before, null);
		}

		static StartPoint reset(Reason reason, long number) {
			return new StartPoint(number, List.of(), reason);
		}

	}

}
