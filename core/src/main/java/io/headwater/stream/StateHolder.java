package io.headwater.stream;

import java.util.function.BiConsumer;

import io.headwater.StreamState;

/**
 * A state and its legal moves.
 *
 * @param <S> the kind of state
 */
final class StateHolder<S extends StreamState> {

	private final BiConsumer<Change<S>, String> listener;

	private S state;

	StateHolder(S initial, BiConsumer<Change<S>, String> listener) {
		this.state = initial;
		this.listener = listener;
	}

	synchronized S get() {
		return this.state;
	}

	/**
	 * Move to a state, unless it is the current one.
	 * @throws IllegalStateException if the move is not legal
	 */
	synchronized void moveTo(S next, String reason) {
		S previous = this.state;
		if (previous == next) {
			return;
		}
		if (!previous.canMoveTo(next)) {
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
	record Change<S extends StreamState>(S from, S to) {
	}

}
