package io.headwater.dispatch;

import java.util.List;

import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;

/**
 * Several observers as one: metrics, and whatever an application adds. What one throws
 * keeps nothing from the others.
 */
final class DispatchObservers implements DispatchObserver {

	private final List<DispatchObserver> observers;

	private DispatchObservers(List<DispatchObserver> observers) {
		this.observers = observers;
	}

	static DispatchObserver of(List<DispatchObserver> observers) {
		return (observers.size() == 1) ? observers.get(0)
				: new DispatchObservers(observers.stream().<DispatchObserver>map(GuardedObserver::new).toList());
	}

	@Override
	public void delivering(ChainEvent event, int attempt, long latencyNanos) {
		this.observers.forEach((observer) -> observer.delivering(event, attempt, latencyNanos));
	}

	@Override
	public void delivered(ChainEvent event, @Nullable Throwable failure) {
		this.observers.forEach((observer) -> observer.delivered(event, failure));
	}

	@Override
	public void listenerCalled(ChainEvent event, String listener) {
		this.observers.forEach((observer) -> observer.listenerCalled(event, listener));
	}

	@Override
	public void listenerFinished(ChainEvent event, String listener, long nanos, ListenerOutcome outcome,
			@Nullable Throwable failure) {
		this.observers.forEach((observer) -> observer.listenerFinished(event, listener, nanos, outcome, failure));
	}

	@Override
	public void failed(ChainEvent event, Throwable failure) {
		this.observers.forEach((observer) -> observer.failed(event, failure));
	}

	@Override
	public void abandoned(ChainEvent event, @Nullable String listener) {
		this.observers.forEach((observer) -> observer.abandoned(event, listener));
	}

}
