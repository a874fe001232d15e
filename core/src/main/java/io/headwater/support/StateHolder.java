package io.headwater.support;

import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A state and its legal moves, which are told in their order, and not under a lock.
 */
public final class StateHolder<S> {

	private static final Log logger = LogFactory.getLog(ChainLog.CATEGORY);

	private final BiPredicate<S, S> legal;

	private final BiConsumer<Change<S>, String> listener;

	private final Notices notices = new Notices(
			(failure) -> logger.error("A change of state could not be told", Thrown.printable(failure)));

	private volatile S state;

	/**
	 * Create a holder.
	 * @param legal tells whether a state may follow another one
	 */
	public StateHolder(S initial, BiPredicate<S, S> legal, BiConsumer<Change<S>, String> listener) {
		this.state = initial;
		this.legal = legal;
		this.listener = listener;
	}

	public S get() {
		return this.state;
	}

	/**
	 * Move to a state, unless it is the current one, and tell of it. Another thread that
	 * is telling of an earlier move tells of this one, too, perhaps after this returns.
	 * Not to be called under a lock.
	 * @throws IllegalStateException if the move is not legal
	 */
	public void moveTo(S next, String reason) {
		note(next, reason);
		tell();
	}

	/**
	 * Move to a state, unless it is the current one, and have {@link #tell()} tell of it.
	 * @throws IllegalStateException if the move is not legal
	 */
	public synchronized void note(S next, String reason) {
		S previous = this.state;
		if (previous == next) {
			return;
		}
		if (!this.legal.test(previous, next)) {
			throw new IllegalStateException("A stream does not move from " + previous + " to " + next);
		}
		this.state = next;
		this.notices.note(() -> this.listener.accept(new Change<>(previous, next), reason));
	}

	/** Tell of the moves that were noted. Not to be called under a lock. */
	public void tell() {
		this.notices.tell();
	}

	/** A move that was made. */
	public record Change<S>(S from, S to) {
	}

}
