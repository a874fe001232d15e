package io.headwater.dispatch;

import java.util.List;

import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;

/**
 * Observes deliveries, on the thread of the publisher; must not wait and must not throw.
 */
public interface DispatchObserver {

	/** Does nothing. */
	DispatchObserver NONE = new DispatchObserver() {
	};

	/** Make one observer of several. What one throws keeps nothing from the others. */
	static DispatchObserver of(List<DispatchObserver> observers) {
		return new DispatchObservers(observers);
	}

	/**
	 * The listeners are about to be called, all of them or those that have not finished
	 * the event.
	 * @param attempt which attempt it is, 1 for the first
	 * @param latencyNanos how long ago the frame came that brought the event
	 */
	default void delivering(ChainEvent event, int attempt, long latencyNanos) {
	}

	/**
	 * The listeners have been called.
	 * @param failure what one of them threw, or {@code null} if all have finished
	 */
	default void delivered(ChainEvent event, @Nullable Throwable failure) {
	}

	default void listenerCalled(ChainEvent event, String listener) {
	}

	/**
	 * A listener has returned or thrown.
	 * @param failure what it threw, or {@code null} unless that is a failure
	 */
	default void listenerFinished(ChainEvent event, String listener, long nanos, ListenerOutcome outcome,
			@Nullable Throwable failure) {
	}

	/**
	 * An event failed: in a listener, in its condition, in an event that it returned, or
	 * where no single listener can be named.
	 */
	default void failed(ChainEvent event, Throwable failure) {
	}

	/**
	 * A listener has given an event up, after its last attempt.
	 * @param listener the listener's name, or {@code null} if it is no
	 * {@code @EventListener} method
	 */
	default void abandoned(ChainEvent event, @Nullable String listener) {
	}

}
