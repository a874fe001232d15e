package io.headwater.dispatch;

import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;

/**
 * The event that a publisher delivers on the current thread. A listener finds it here,
 * since nothing else leads from a publisher through Spring's multicaster to a listener.
 */
final class Delivery {

	private static final ThreadLocal<@Nullable Delivery> CURRENT = new ThreadLocal<>();

	private final ChainEvent event;

	private final DispatchObserver observer;

	private final ListenerFailures failures;

	private final LongSupplier nanoTime;

	private @Nullable IsolatedListener next;

	Delivery(ChainEvent event, DispatchObserver observer, ListenerFailures failures, LongSupplier nanoTime) {
		this.event = event;
		this.observer = observer;
		this.failures = failures;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the delivery of an event.
	 * @return the delivery, or {@code null} if somebody else published the event
	 */
	static @Nullable Delivery of(Object event) {
		Delivery current = CURRENT.get();
		return (current != null && current.event == event) ? current : null;
	}

	/**
	 * Return the delivery that calls a listener. It calls it once: what reaches the
	 * listener while it runs is published by somebody else.
	 * @return the delivery, or {@code null} if the listener is called by somebody else
	 */
	static @Nullable Delivery calling(IsolatedListener listener) {
		Delivery current = CURRENT.get();
		if (current == null || current.next != listener) {
			return null;
		}
		current.next = null;
		return current;
	}

	/**
	 * Note which listener is called next.
	 */
	void next(@Nullable IsolatedListener listener) {
		this.next = listener;
	}

	void run(Runnable publication) {
		CURRENT.set(this);
		try {
			publication.run();
		}
		catch (Throwable ex) {
			failed(null, ex);
		}
		finally {
			CURRENT.remove();
		}
	}

	long listenerCalled(String listener) {
		this.observer.listenerCalled(this.event, listener);
		return this.nanoTime.getAsLong();
	}

	void listenerFinished(String listener, long startedNanos, @Nullable Throwable failure) {
		this.observer.listenerFinished(this.event, listener, this.nanoTime.getAsLong() - startedNanos, failure);
	}

	/**
	 * Tell of a failure.
	 * @param listener the name of the listener, or {@code null} if it is not isolated
	 * @param failure what was thrown
	 */
	void failed(@Nullable String listener, Throwable failure) {
		this.observer.failed(this.event, failure);
		this.failures.log(this.event, listener, failure);
	}

}
