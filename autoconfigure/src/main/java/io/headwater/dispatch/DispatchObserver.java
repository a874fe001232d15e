package io.headwater.dispatch;

import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;

/**
 * Hears of deliveries, on the thread of the publisher; must not wait and must not throw.
 */
public interface DispatchObserver {

	/**
	 * Hears nothing.
	 */
	DispatchObserver NONE = new DispatchObserver() {
	};

	/**
	 * The listeners are about to be called.
	 * @param event the event
	 * @param latencyNanos how long ago the frame came that brought it
	 */
	default void delivering(ChainEvent event, long latencyNanos) {
	}

	/**
	 * A listener is about to be called.
	 * @param event the event
	 * @param listener the listener's name
	 */
	default void listenerCalled(ChainEvent event, String listener) {
	}

	/**
	 * A listener has returned or thrown.
	 * @param event the event
	 * @param listener the listener's name
	 * @param nanos how long it took
	 * @param failure what it threw, or {@code null}
	 */
	default void listenerFinished(ChainEvent event, String listener, long nanos, @Nullable Throwable failure) {
	}

	/**
	 * An event failed: in a listener, in its condition, or where no single listener can
	 * be named.
	 * @param event the event
	 * @param failure what was thrown
	 */
	default void failed(ChainEvent event, Throwable failure) {
	}

}
