package io.headwater.support;

import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * A state and its legal moves.
 *
 * @param <S> the kind of state
 */
public final class StateHolder<S> {

	private final BiPredicate<S, S> legal;

	private final BiConsumer<Change<S>, String> listener;

	private S state;

	/**
	 * Create a holder.
	 * @param initial the state at the beginning
	 * @param legal tells whether a state may follow another one
	 * @param listener hears of each move, with the reason
	 */
	public StateHolder(S initial, BiPredicate<S, S> legal, BiConsumer<Change<S>, String> listener) {
		this.state = initial;
		this.legal = legal;
		this.listener = listener;
	}

	/**
	 * Return the state.
	 * @return the state at this moment
	 */
	public synchronized S get() {
		return this.state;
	}

	/**
	 * Move to a state, unless it is the current one.
	 * @param next the state
	 * @param reason why, in words
	 * @throws IllegalStateException if the move is not legal
	 */
	public synchronized void moveTo(S next, String reason) {
		S previous = this.state;
		if (previous == next) {
			return;
		}
		if (!this.legal.test(previous, next)) {
			throw new IllegalStateException("A stream does not move from " + previous + " to " + next);
		}
		this.state = next;
		this.listener.accept(new Change<>(previous, next), reason);
	}

	/**
	 * A move that was made.
	 *
	 * @param from the state before
	 * @param to the state now
	 * @param <S> the kind of state
	 */
	public record Change<S>(S from, S to) {
	}

}
