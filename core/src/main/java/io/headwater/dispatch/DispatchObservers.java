package io.headwater.dispatch;

import java.util.List;

import io.headwater.ChainEvent;
import io.headwater.support.ObserverFailures;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Several observers as one: metrics, and whatever an application adds. What one throws
 * keeps nothing from the others, nor from the event. Each method calls them by itself, as
 * a function made for a call would cost every event its bytes.
 */
final class DispatchObservers implements DispatchObserver {

	private final DispatchObserver[] observers;

	private final ObserverFailures failures = new ObserverFailures(LogFactory.getLog(Publisher.class), "deliveries");

	DispatchObservers(List<DispatchObserver> observers) {
		this.observers = observers.toArray(DispatchObserver[]::new);
	}

	static DispatchObserver guarded(DispatchObserver observer) {
		return (observer instanceof DispatchObservers) ? observer : new DispatchObservers(List.of(observer));
	}

	@Override
	public void delivering(ChainEvent event, int attempt, long latencyNanos) {
		for (DispatchObserver observer : this.observers) {
			try {
				observer.delivering(event, attempt, latencyNanos);
			}
			catch (Throwable ex) {
				this.failures.failed(observer, ex);
			}
		}
	}

	@Override
	public void delivered(ChainEvent event, @Nullable Throwable failure) {
		for (DispatchObserver observer : this.observers) {
			try {
				observer.delivered(event, failure);
			}
			catch (Throwable ex) {
				this.failures.failed(observer, ex);
			}
		}
	}

	@Override
	public void listenerCalled(ChainEvent event, String listener) {
		for (DispatchObserver observer : this.observers) {
			try {
				observer.listenerCalled(event, listener);
			}
			catch (Throwable ex) {
				this.failures.failed(observer, ex);
			}
		}
	}

	@Override
	public void listenerFinished(ChainEvent event, String listener, long nanos, ListenerOutcome outcome,
			@Nullable Throwable failure) {
		for (DispatchObserver observer : this.observers) {
			try {
				observer.listenerFinished(event, listener, nanos, outcome, failure);
			}
			catch (Throwable ex) {
				this.failures.failed(observer, ex);
			}
		}
	}

	@Override
	public void failed(ChainEvent event, Throwable failure) {
		for (DispatchObserver observer : this.observers) {
			try {
				observer.failed(event, failure);
			}
			catch (Throwable ex) {
				this.failures.failed(observer, ex);
			}
		}
	}

	@Override
	public void abandoned(ChainEvent event, @Nullable String listener) {
		for (DispatchObserver observer : this.observers) {
			try {
				observer.abandoned(event, listener);
			}
			catch (Throwable ex) {
				this.failures.failed(observer, ex);
			}
		}
	}

}
