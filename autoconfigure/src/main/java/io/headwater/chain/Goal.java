package io.headwater.chain;

import java.util.Objects;

import io.headwater.Head;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.KnownHeads.Known;
import org.jspecify.annotations.Nullable;

/**
 * The head that is to be reached: the newest that the node has told, or none once it is
 * reached.
 */
final class Goal {

	/** A node that lags denies a header a few times; one that dropped it, always. */
	private static final int ABSENT_UNTIL_ORPHANED = 8;

	private @Nullable Known head;

	/** What was told while a higher head was sought: the chain may have become lower. */
	private @Nullable Known passedOver;

	/** How often headers on the way were denied, one after another. */
	private int absent;

	@Nullable Known head() {
		return this.head;
	}

	boolean isReached() {
		return this.head == null;
	}

	boolean is(Head head) {
		return this.head != null && isSame(this.head.head(), head);
	}

	boolean isLowerThan(long number) {
		return this.head != null && this.head.head().number() < number;
	}

	/**
	 * Aim at a head that was told. One that is lower does not replace one that is still
	 * sought: a backend may lag.
	 */
	void aimAt(Known told) {
		Known head = this.head;
		if (head == null || told.head().number() > head.head().number()
				|| (told.head().number() == head.head().number() && !isSame(told.head(), head.head()))) {
			aimOnlyAt(told);
		}
		else if (!isSame(told.head(), head.head())) {
			this.passedOver = told;
		}
	}

	private static boolean isSame(Head one, Head other) {
		return one.hash().equals(other.hash());
	}

	void aimOnlyAt(@Nullable Known told) {
		this.head = told;
		this.passedOver = null;
	}

	/**
	 * Note that the head is reached.
	 * @return whether another one is to be reached
	 */
	boolean reached() {
		giveUp(this.head);
		return this.head != null;
	}

	/**
	 * Give up a head, unless another one was told meanwhile.
	 */
	void giveUp(@Nullable Known given) {
		if (Objects.equals(this.head, given)) {
			aimOnlyAt(this.passedOver);
			this.absent = 0;
		}
	}

	/**
	 * Note that a header on the way was not to be had.
	 */
	void wayDenied(Outcome outcome) {
		this.absent += (outcome == Outcome.ABSENT) ? 1 : 0;
	}

	void wayServed() {
		this.absent = 0;
	}

	/**
	 * Return whether the way has been denied so often that the head may be an orphan.
	 */
	boolean mayBeOrphaned() {
		return this.head != null && this.absent >= ABSENT_UNTIL_ORPHANED;
	}

	/**
	 * Take the head for an orphan, unless the node names it once more.
	 */
	void suspectOrphan() {
		this.absent = ABSENT_UNTIL_ORPHANED;
	}

	/**
	 * Forget all of it.
	 */
	void clear() {
		aimOnlyAt(null);
		this.absent = 0;
	}

}
