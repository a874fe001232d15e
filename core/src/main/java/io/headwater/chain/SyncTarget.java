package io.headwater.chain;

import java.time.Duration;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.HeaderAnswer.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The head that is to be reached: the newest that the node has named, or none once it is
 * reached. One whose path is denied may be a lie: then what was named beside it is
 * reached first.
 */
final class SyncTarget {

	/** A node that lags denies a header a few times; one that dropped it, always. */
	private static final int ABSENT_UNTIL_ORPHANED = 8;

	/** How often the node's newest head must be below a head that is given up. */
	private static final int TIMES_BELOW = 3;

	private static final Duration BELOW_FOR = Duration.ofSeconds(2);

	private final LatestReading latest;

	private @Nullable Known head;

	/** What was named while a higher head was sought: the chain may have become lower. */
	private @Nullable Known passedOver;

	/** A higher head that is sought again after this one, unless it is given up. */
	private @Nullable Known doubted;

	/** How often headers on the path were denied, one after another. */
	private int absent;

	/** How often the newest head was asked for when the highest head was named. */
	private long timesBefore;

	private int timesBelow;

	private long belowSince;

	SyncTarget(LatestReading latest) {
		this.latest = latest;
	}

	@Nullable Known head() {
		return this.head;
	}

	boolean isReached() {
		return this.head == null;
	}

	boolean is(Head head) {
		return this.head != null && this.head.isSame(head);
	}

	/**
	 * Return whether there is another head of the same number: the one that is to be
	 * reached, or that was.
	 */
	boolean isAtOdds(Head named, DeliveredChain walk) {
		Known head = this.head;
		if (head != null) {
			return head.number() == named.number() && !head.isSame(named);
		}
		return !walk.isEmpty() && walk.tipNumber() == named.number() && !walk.contains(named);
	}

	boolean isLowerThan(long number) {
		return this.head != null && this.head.number() < number;
	}

	/**
	 * Aim at a head that was named. One that is lower does not replace one that is still
	 * sought: a backend may lag.
	 */
	void aimAt(Known named) {
		Known head = this.head;
		if (head != null && head.isSame(named.head())) {
			this.head = head.served(named);
		}
		else if (head == null || named.number() >= head.number()) {
			Known doubted = this.doubted;
			boolean isHighest = doubted == null || named.number() >= doubted.number();
			if (isHighest) {
				aimOnlyAt(named);
			}
			else {
				this.head = named;
				this.passedOver = null;
			}
		}
		else {
			this.passedOver = named;
		}
	}

	void aimOnlyAt(@Nullable Known named) {
		this.head = named;
		this.passedOver = null;
		this.doubted = null;
		this.timesBelow = 0;
		this.timesBefore = this.latest.times();
	}

	/**
	 * Reach first what was named beside a head that nobody vouches for, if that is new
	 * and not below the tip.
	 * @return whether there is such a head
	 */
	boolean detour(DeliveredChain walk) {
		Known next = this.passedOver;
		return next != null && isNew(next, walk) && detour();
	}

	/**
	 * Reach first what was named beside a head that nobody vouches for, new or not: the
	 * walk is to begin anew.
	 * @return whether there is such a head
	 */
	boolean detour() {
		Known head = this.head;
		Known next = this.passedOver;
		if (head == null || head.isServed() || next == null) {
			return false;
		}
		this.doubted = (this.doubted != null) ? this.doubted : head;
		this.head = next;
		this.passedOver = null;
		this.absent = 0;
		return true;
	}

	private static boolean isNew(Known named, DeliveredChain walk) {
		return walk.isEmpty() || (named.number() >= walk.tipNumber() && !walk.contains(named.head()));
	}

	/**
	 * Leave the head behind, which is reached.
	 * @return whether another one is to be reached
	 */
	boolean leaveBehind() {
		giveUp(this.head);
		return this.head != null;
	}

	/** Give up a head, unless another one was named meanwhile. */
	void giveUp(@Nullable Known given) {
		if (given == null || !is(given.head())) {
			return;
		}
		Known doubted = this.doubted;
		if (doubted == null) {
			aimOnlyAt(this.passedOver);
		}
		else {
			this.head = (this.passedOver != null) ? this.passedOver : doubted;
			this.doubted = (this.passedOver != null) ? doubted : null;
			this.passedOver = null;
		}
		this.absent = 0;
	}

	/** Forget a head of which something is wrong. */
	void drop(Hash hash) {
		if (this.passedOver != null && this.passedOver.head().hash().equals(hash)) {
			this.passedOver = null;
		}
		if (this.doubted != null && this.doubted.head().hash().equals(hash)) {
			this.doubted = null;
		}
		Known head = this.head;
		if (head != null && head.head().hash().equals(hash)) {
			giveUp(head);
		}
	}

	/**
	 * Take the node's newest head.
	 * @return the highest head that was named, if it is to be given up since the newest
	 * head has been below it for long, or {@code null}
	 */
	@Nullable Known givenUpFor(Known newest) {
		Known highest = (this.doubted != null) ? this.doubted : this.head;
		if (highest == null || newest.number() >= highest.number()) {
			this.timesBelow = 0;
			return null;
		}
		if (isJustTold()) {
			return null;
		}
		if (this.timesBelow == 0) {
			this.belowSince = newest.receivedNanos();
		}
		this.timesBelow++;
		boolean longEnough = newest.receivedNanos() - this.belowSince >= BELOW_FOR.toNanos();
		return (longEnough && this.timesBelow >= TIMES_BELOW) ? highest : null;
	}

	/**
	 * Return whether the newest head was not asked for since the highest head was named.
	 */
	boolean isJustTold() {
		return this.latest.times() == this.timesBefore;
	}

	/** Return whether another head was announced under the same hash. */
	boolean isContested(Head other) {
		return contradicts(this.head, other) || contradicts(this.passedOver, other) || contradicts(this.doubted, other);
	}

	private static boolean contradicts(@Nullable Known named, Head other) {
		return named != null && named.contradicts(other);
	}

	/**
	 * Take a header that was served: it may be the one that was only announced. If that
	 * was another number, something may be above it.
	 */
	void served(Known header) {
		Known head = this.head;
		if (head != null && head.isSame(header.head())) {
			if (head.number() != header.number()) {
				this.latest.wantInstead();
			}
			this.head = head.served(header);
		}
	}

	/** Note that a header on the path was not to be had. */
	void denyPath(Outcome outcome) {
		this.absent += (outcome == Outcome.ABSENT) ? 1 : 0;
	}

	void servePath() {
		this.absent = 0;
	}

	/**
	 * Return whether it was denied, or above the node's newest head, when that was asked
	 * for last.
	 */
	boolean isDoubtful() {
		return this.absent > 0 || (this.doubted == null && this.timesBelow > 0);
	}

	/**
	 * Return whether the path has been denied so often that the head may be an orphan.
	 */
	boolean mayBeOrphaned() {
		return this.head != null && this.absent >= ABSENT_UNTIL_ORPHANED;
	}

	/** Take the head for an orphan, unless the node names it once more. */
	void suspectOrphan() {
		this.absent = ABSENT_UNTIL_ORPHANED;
	}

	/** Forget all of it. */
	void clear() {
		aimOnlyAt(null);
		this.absent = 0;
	}

}
