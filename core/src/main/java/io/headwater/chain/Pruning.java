package io.headwater.chain;

import java.time.Duration;

import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.Requests.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that the nodes no longer serve the next number, although it is more than the
 * window below their newest head, and which is the first number that they do serve.
 */
final class Pruning {

	private static final Duration DENIED_UNTIL_PRUNED = Duration.ofMinutes(5);

	/** How often the last number of the range must be denied: a backend may lag. */
	private static final int TIMES = 3;

	private static final Duration BETWEEN = Duration.ofSeconds(1);

	private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

	private static final long NONE = -1;

	private final int window;

	private final Retry retry;

	private final Requests requests;

	private final RepeatedQuestion question;

	/** The number that is denied. */
	private long denied = NONE;

	/**
	 * How long it was waited for on earlier connections, less than nothing if not all.
	 */
	private Duration deniedBefore = Duration.ZERO;

	private @Nullable PruneSearch search;

	Pruning(int window, Retry retry, Requests requests, Waits waits) {
		this.window = window;
		this.retry = retry;
		this.requests = requests;
		this.question = new RepeatedQuestion(waits);
	}

	boolean isSearching() {
		return this.search != null;
	}

	/**
	 * Return whether a header is denied that may be pruned, so that it tells nothing of
	 * those above it.
	 */
	boolean isSuspected() {
		return this.denied != NONE;
	}

	/**
	 * Go on with the search.
	 * @return the search, or {@code null} if it is not at its end
	 */
	@Nullable PruneSearch search() {
		PruneSearch search = this.search;
		if (search == null) {
			return null;
		}
		if (search.isNothingPruned() || (search.isDone() && this.question.denials() >= TIMES)) {
			forget();
			return search;
		}
		if (this.question.isIdle() && this.requests.check(Purpose.FIRST_SERVED, search.next())) {
			this.question.asked();
		}
		return null;
	}

	/**
	 * Take an answer of the search.
	 */
	void answered(long number, HeaderAnswer answer) {
		PruneSearch search = this.search;
		if (search == null || !this.question.isAsking() || search.next() != number) {
			return;
		}
		boolean ends = search.isDone();
		this.question.answered();
		if (answer.head() != null) {
			served(search, number);
		}
		else if (answer.outcome() == Outcome.FAILED) {
			this.question.pause(BETWEEN);
		}
		else {
			search.denied(number);
			if (ends) {
				deniedAtTheEnd(number < search.firstServed());
			}
		}
	}

	private void served(PruneSearch search, long number) {
		if (number < search.firstServed()) {
			this.question.reset();
		}
		search.served(number);
	}

	/** Who denies what was served before denies anything, which says nothing. */
	private void deniedAtTheEnd(boolean asExpected) {
		if (asExpected) {
			this.question.denied();
		}
		this.question.pause(BETWEEN);
		if (this.question.passed().compareTo(GIVE_UP_AFTER) > 0) {
			endSearch();
		}
	}

	/**
	 * Note that a wait is over.
	 * @return whether it is the one that counts
	 */
	boolean due(long token) {
		return this.question.due(token);
	}

	/**
	 * Note that the node denies a header that is needed next. Only the time counts in
	 * which it was this very number, on whatever connection.
	 */
	void denied(long number, long target) {
		if (target - number <= this.window) {
			this.denied = NONE;
			return;
		}
		if (number != this.denied) {
			this.denied = number;
			this.deniedBefore = this.retry.waited().negated();
		}
		if (deniedFor().compareTo(DENIED_UNTIL_PRUNED) >= 0) {
			this.search = new PruneSearch(number, target);
			this.deniedBefore = DENIED_UNTIL_PRUNED;
			this.retry.reset();
		}
	}

	private Duration deniedFor() {
		return this.deniedBefore.plus(this.retry.waited());
	}

	/**
	 * Note that the connection is lost.
	 */
	void disconnected() {
		this.deniedBefore = deniedFor();
		endSearch();
	}

	/**
	 * Note that the walk made progress.
	 */
	void progressed() {
		this.denied = NONE;
	}

	/**
	 * Draw nothing from what was denied: the node does not even know its newest head.
	 */
	void forget() {
		this.denied = NONE;
		endSearch();
	}

	private void endSearch() {
		this.search = null;
		this.question.reset();
	}

}
