package io.headwater.chain;

import java.time.Duration;

import io.headwater.Hash;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * What was learned of the node that is followed, over all of its connections. Of another
 * node nothing is known, so there is another object for it.
 */
final class FollowedNode {

	/**
	 * So often in a row it announces another hash than it serves, until that is known.
	 */
	private static final int MISMATCHES = 3;

	/** With the waits in between, that takes three seconds: a backend may lag. */
	private static final int MANY_UNSERVED = 6;

	private final Waits waits;

	private final BrokenLinks brokenLinks = new BrokenLinks();

	private @Nullable Hash lastMismatch;

	private int mismatches;

	/** Over connections, so that a node that also hangs up is noticed. */
	private int unserved;

	private boolean mayBeBehind;

	private boolean finalizesNewest;

	private boolean prunesContent;

	/** When it first denied what belongs to the next head. */
	private @Nullable Long withheldSince;

	private FollowedNode(Waits waits, boolean mayBeBehind) {
		this.waits = waits;
		this.mayBeBehind = mayBeBehind;
	}

	/** Follow the node to which the tip is owed, or the first one. */
	static FollowedNode known(Waits waits) {
		return new FollowedNode(waits, false);
	}

	/** Follow another node than before, which may be behind: it has to insist longer. */
	static FollowedNode unknown(Waits waits, Duration staleHeadAfter) {
		FollowedNode node = new FollowedNode(waits, true);
		waits.begin(staleHeadAfter, () -> node.mayBeBehind = false);
		return node;
	}

	/** Return what is waited for because of this node, whatever the connection. */
	Waits waits() {
		return this.waits;
	}

	/**
	 * Return whether it is too early to ask it why it announces a branch lower than the
	 * tip.
	 */
	boolean mayBeBehind() {
		return this.mayBeBehind;
	}

	BrokenLinks brokenLinks() {
		return this.brokenLinks;
	}

	/** Note that an announced head followed the tip, as it should. */
	void headFollowed() {
		this.mismatches = 0;
	}

	/**
	 * Compare a served header with the announced head of its number. A node that
	 * announces another hash than it serves for the same block would otherwise look like
	 * a reorg with every head.
	 * @return whether this is the mismatch by which the node is found out
	 */
	boolean compare(Head announced, Head served) {
		if (announced.number() != served.number() || announced.hash().equals(served.hash())
				|| announced.hash().equals(this.lastMismatch) || !isSameBlock(announced, served)) {
			return false;
		}
		this.lastMismatch = announced.hash();
		this.mismatches++;
		return this.mismatches == MISMATCHES;
	}

	private static boolean isSameBlock(Head one, Head other) {
		return one.parentHash().equals(other.parentHash()) && one.timestamp() == other.timestamp()
				&& one.stateRoot() != null && one.stateRoot().equals(other.stateRoot());
	}

	/** Return whether its announcements are only hints. */
	boolean announcesHints() {
		return this.mismatches >= MISMATCHES;
	}

	/**
	 * Count a header that it has not served although its own newest head stands on it.
	 * @return whether there were so many that another node may be better
	 */
	boolean countUnserved() {
		this.unserved++;
		return this.unserved >= MANY_UNSERVED;
	}

	/**
	 * Return whether it calls its newest block finalized, and reverts it all the same, as
	 * development nodes do.
	 */
	boolean finalizesNewest() {
		return this.finalizesNewest;
	}

	void finalizesNewest(boolean finalizesNewest) {
		this.finalizesNewest = finalizesNewest;
	}

	/** Return whether it no longer has what belongs to old heads. */
	boolean prunesContent() {
		return this.prunesContent;
	}

	void prunesContent(boolean prunesContent) {
		this.prunesContent = prunesContent;
	}

	/**
	 * Note that it denies what belongs to the next head.
	 * @return whether it has done so for long
	 */
	boolean withholds(long receivedNanos, Duration longEnough) {
		if (this.withheldSince == null) {
			this.withheldSince = receivedNanos;
		}
		return receivedNanos - this.withheldSince >= longEnough.toNanos();
	}

	/** Count afresh, since the walk made progress. */
	void progressed() {
		this.brokenLinks.reset();
		this.unserved = 0;
		this.withheldSince = null;
	}

	/**
	 * Counts headers that do not link to what is below them. A chain whose headers never
	 * link cannot be followed, but may do so tomorrow: it is asked again, more and more
	 * seldom.
	 */
	static final class BrokenLinks {

		private static final int MANY = 10;

		private static final int MOST_DOUBLINGS = 10;

		private static final int AT_ONCE = 2;

		private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

		private static final long NONE = -1;

		/** The number whose header did not link, and is fetched once more. */
		private long fetchedAgain = NONE;

		private int rounds;

		/** Count a header that does not link to the one below it. */
		void count() {
			this.rounds++;
		}

		/**
		 * Count a header that does not link to the tip.
		 * @return whether that was so when it was fetched before, too
		 */
		boolean countAndCheck(long number) {
			count();
			boolean again = this.fetchedAgain == number;
			this.fetchedAgain = again ? NONE : number;
			return again;
		}

		/**
		 * Return how long to wait before the next round: two backends may be at odds for
		 * a while.
		 */
		Duration pause() {
			return (this.rounds > AT_ONCE) ? FIRST_PAUSE.multipliedBy(1L << Math.min(this.rounds, MOST_DOUBLINGS))
					: Duration.ZERO;
		}

		/** Return whether it has been so for so many rounds that somebody should know. */
		boolean areMany() {
			return this.rounds >= MANY;
		}

		/** Return whether it is to be logged, once. */
		boolean haveBecomeMany() {
			return this.rounds == MANY;
		}

		/** Count afresh, since the walk made progress or somebody wants it to go on. */
		void reset() {
			this.rounds = 0;
			this.fetchedAgain = NONE;
		}

	}

}
