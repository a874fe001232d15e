package io.headwater.chain;

import java.time.Duration;

import io.headwater.Head;
import io.headwater.chain.HeaderAnswer.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that the nodes no longer serve the next number, although it is more than the
 * window below their newest head, and which is the first number that they do serve.
 */
final class Pruning {

	/** How often the last number of the range must be denied: a backend may lag. */
	private static final int TIMES = 3;

	private static final Duration BETWEEN = Duration.ofSeconds(1);

	private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

	private static final long NONE = -1;

	private final Retry retry;

	private final Requests requests;

	private final Waits waits;

	private final DeniedNumber denied;

	private @Nullable Search search;

	/** Create it for a connection. */
	Pruning(int window, Denial earlier, Retry retry, Requests requests, Waits waits) {
		this.denied = new DeniedNumber(window, earlier, retry);
		this.retry = retry;
		this.requests = requests;
		this.waits = waits;
	}

	boolean isSearching() {
		return this.search != null;
	}

	/**
	 * Return whether a header is denied that may be pruned, so that it tells nothing of
	 * those above it.
	 */
	boolean isSuspected() {
		return this.denied.isSuspected();
	}

	/**
	 * Go on with the search.
	 * @return the search, or {@code null} if it is not at its end
	 */
	@Nullable Search searchOn() {
		Search search = this.search;
		if (search != null && search.isAtEnd()) {
			forget();
			return search;
		}
		if (search != null) {
			search.ask();
		}
		return null;
	}

	/** Note that the node denies a header that is needed next. */
	void deny(long number, long target) {
		if (this.denied.countAndCheck(number, target)) {
			this.search = new Search(number, target);
			this.denied.startLater();
			this.retry.reset();
		}
	}

	/** Return what is denied, for the next connection. */
	Denial denial() {
		return this.denied.denial();
	}

	/**
	 * Draw nothing from what was denied: the walk made progress, or the node does not
	 * even know its newest head.
	 */
	void forget() {
		this.denied.forget();
		this.search = null;
	}

	/**
	 * A number that is needed next and denied, far below the newest head. Only the time
	 * counts in which it was this very number, on whatever connection.
	 */
	static final class DeniedNumber {

		private static final Duration DENIED_UNTIL_PRUNED = Duration.ofMinutes(5);

		private final int window;

		private final Retry retry;

		private long number;

		/**
		 * How long it was waited for on earlier connections, less than nothing if not
		 * all.
		 */
		private Duration before;

		/** Create it for a connection. */
		DeniedNumber(int window, Denial earlier, Retry retry) {
			this.window = window;
			this.retry = retry;
			this.number = earlier.number();
			this.before = earlier.waited();
		}

		boolean isSuspected() {
			return this.number != NONE;
		}

		/**
		 * Return whether a number is more than the window below another one, so that it
		 * may be pruned.
		 */
		boolean isFarBelow(long number, long target) {
			return target - number > this.window;
		}

		/**
		 * Count that a number is denied.
		 * @return whether it was for so long that no node serves it any more
		 */
		boolean countAndCheck(long denied, long target) {
			if (!isFarBelow(denied, target)) {
				this.number = NONE;
				return false;
			}
			if (denied != this.number) {
				this.number = denied;
				this.before = this.retry.waited().negated();
			}
			return waited().compareTo(DENIED_UNTIL_PRUNED) >= 0;
		}

		/** The time stays what it is when the retry begins anew. */
		private void startLater() {
			this.before = DENIED_UNTIL_PRUNED;
		}

		private Duration waited() {
			return this.before.plus(this.retry.waited());
		}

		Denial denial() {
			return new Denial(this.number, waited());
		}

		void forget() {
			this.number = NONE;
		}

	}

	/**
	 * What the nodes deny.
	 *
	 * @param number the number that is needed next, or -1 for none
	 */
	record Denial(long number, Duration waited) {

		static final Denial NOTHING = new Denial(NONE, Duration.ZERO);

	}

	/**
	 * Finds the first number that a node serves, by bisection between one that it denies
	 * and one that it serves. At the end both are asked for again, since one answer
	 * proves nothing.
	 */
	final class Search {

		private final long from;

		private long denied;

		private long served;

		/** Whether the first number that is served was served again. */
		private boolean servedAgain;

		/** How often contents were not to be had, one time after another. */
		private int failedContents;

		private RepeatedQuestion question = question();

		private Search(long denied, long served) {
			this.from = denied;
			this.denied = denied;
			this.served = served;
		}

		private RepeatedQuestion question() {
			return new RepeatedQuestion(Pruning.this.requests, Pruning.this.waits, this::answered);
		}

		/** Return whether the number is served after all that was denied. */
		boolean isNothingPruned() {
			return this.served == this.from;
		}

		long firstServed() {
			return this.served;
		}

		private boolean isAtEnd() {
			return isNothingPruned() || (isFound() && this.question.denials() >= TIMES);
		}

		/** Only to be confirmed. */
		private boolean isFound() {
			return this.served - this.denied <= 1;
		}

		private void ask() {
			this.question.ask(next());
		}

		private long next() {
			if (!isFound()) {
				return this.denied + (this.served - this.denied) / 2;
			}
			return this.servedAgain ? this.denied : this.served;
		}

		private void answered(HeaderRequest request, HeaderAnswer answer) {
			Head head = answer.head();
			if (head == null || !Pruning.this.requests.wantsContent(head)) {
				answered(request.number(), answer.outcome());
			}
			else if (!Pruning.this.requests.sendContent(this::contentAnswered, head)) {
				this.question.pause(BETWEEN);
			}
		}

		/**
		 * A header is of no use whose content was pruned. What a node is to be left for
		 * that gives no contents at all is not found out here.
		 */
		private void contentAnswered(ContentRequest request, ContentAnswer answer) {
			if (Pruning.this.search == this) {
				this.failedContents = (answer.outcome() == Outcome.FAILED) ? this.failedContents + 1 : 0;
				boolean isUnknown = this.failedContents >= TIMES;
				answered(request.head().number(), isUnknown ? Outcome.SERVED : answer.outcome());
			}
		}

		private void answered(long number, Outcome outcome) {
			this.question.settleNothing();
			switch (outcome) {
				case SERVED -> serve(number);
				case FAILED -> this.question.pause(BETWEEN);
				case ABSENT -> deny(number);
			}
		}

		private void serve(long number) {
			if (number < this.served) {
				this.question = question();
			}
			this.servedAgain = number == this.served;
			this.served = number;
			if (number <= this.denied) {
				this.denied = this.from;
			}
		}

		private void deny(long number) {
			boolean ends = isFound();
			this.servedAgain = false;
			if (number < this.served) {
				this.denied = number;
			}
			if (ends) {
				denyAtTheEnd(number < this.served);
			}
		}

		/** Who denies what was served before denies anything, which says nothing. */
		private void denyAtTheEnd(boolean asExpected) {
			if (asExpected) {
				this.question.deny();
			}
			this.question.pause(BETWEEN);
			if (this.question.passed().compareTo(GIVE_UP_AFTER) > 0) {
				Pruning.this.search = null;
			}
		}

	}

}
