package io.headwater.chain;

import java.util.HashMap;
import java.util.Map;

import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.KnownHeads.Known;
import org.jspecify.annotations.Nullable;

/**
 * The way up a long gap: headers fetched by number, several at a time, wait here for the
 * ones below them. Nothing is asked for far above the next one, so that little waits
 * however long the gap is.
 */
final class ForwardFill {

	private final Requests requests;

	private final int ahead;

	private final Map<Long, Known> fetched = new HashMap<>();

	ForwardFill(Requests requests, int ahead) {
		this.requests = requests;
		this.ahead = ahead;
	}

	void add(Head head, long receivedNanos) {
		this.fetched.put(head.number(), Known.served(head, HeadOrigin.CATCH_UP, receivedNanos));
	}

	@Nullable Known get(long number) {
		return this.fetched.get(number);
	}

	boolean isEmpty() {
		return this.fetched.isEmpty();
	}

	/**
	 * Ask for the headers of a range that are not there yet, the lowest first.
	 */
	void request(long from, long to) {
		long end = Math.min(to + 1, from + (this.requests.isRetrying() ? 1 : this.ahead));
		boolean more = true;
		for (long number = from; more && number < end; number++) {
			more = this.fetched.containsKey(number) || this.requests.byNumber(number);
		}
	}

	/**
	 * Forget what is no longer above the tip.
	 */
	void removeUpTo(long number) {
		this.fetched.keySet().removeIf((fetched) -> fetched <= number);
	}

	void clear() {
		this.fetched.clear();
	}

}
