package io.headwater.chain;

import java.time.Duration;
import java.util.List;

import io.headwater.HeadsSkippedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that a node no longer serves the next number, although it is more than the
 * window below its newest head, and which is the first number that it does serve.
 */
final class Pruning {

	private static final Duration DENIED_UNTIL_PRUNED = Duration.ofMinutes(5);

	private static final long NONE = -1;

	private final int window;

	private final Retry retry;

	private final Requests requests;

	/** The number that the node denies, and how long was waited before it did. */
	private long denied = NONE;

	private Duration deniedSince = Duration.ZERO;

	private @Nullable PruneSearch search;

	Pruning(int window, Retry retry, Requests requests) {
		this.window = window;
		this.retry = retry;
		this.requests = requests;
	}

	/**
	 * Return whether the first number is sought that is still served, so that an absent
	 * header is an answer.
	 */
	boolean isSearching() {
		return this.search != null;
	}

	/**
	 * Go on with the search.
	 * @return the beginning after what is pruned, or {@code null} if it is not found yet
	 */
	@Nullable Beginning search() {
		PruneSearch search = this.search;
		if (search == null || !search.isDone()) {
			if (search != null) {
				this.requests.byNumber(search.middle());
			}
			return null;
		}
		this.search = null;
		return Beginning.after(List
			.of(new WalkEvent.Skipped(search.from(), search.firstServed() - 1, HeadsSkippedEvent.Reason.PRUNED)),
				search.firstServed());
	}

	/**
	 * Take an answer of the search.
	 */
	void answered(long number, boolean served) {
		if (this.search != null) {
			this.search.answered(number, served);
		}
	}

	/**
	 * Note that the node denies the next number. Only the time counts in which it was
	 * this very number.
	 */
	void denied(long number, long goal) {
		if (goal - number <= this.window) {
			return;
		}
		if (number != this.denied) {
			this.denied = number;
			this.deniedSince = this.retry.waited();
		}
		if (this.retry.waited().minus(this.deniedSince).compareTo(DENIED_UNTIL_PRUNED) >= 0) {
			this.search = new PruneSearch(number, goal);
			this.retry.reset();
		}
	}

	/**
	 * Note that the walk made progress.
	 */
	void progressed() {
		this.denied = NONE;
	}

	/**
	 * Draw nothing from what was denied: the node does not even know its newest head, or
	 * is no longer there.
	 */
	void forget() {
		this.denied = NONE;
		this.search = null;
	}

}
