package io.headwater.stream;

import java.util.List;

import io.headwater.StreamState;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import org.jspecify.annotations.Nullable;

/**
 * Several observers as one: metrics, and whatever an application adds.
 */
public final class StreamObservers implements StreamObserver {

	private final List<StreamObserver> observers;

	private StreamObservers(List<StreamObserver> observers) {
		this.observers = observers;
	}

	/**
	 * Make one observer of several.
	 * @param observers the observers, called in this order
	 * @return an observer that calls them all
	 */
	public static StreamObserver of(List<StreamObserver> observers) {
		return (observers.size() == 1) ? observers.get(0) : new StreamObservers(List.copyOf(observers));
	}

	@Override
	public void frameRejected(String chain, FrameRejection rejection) {
		this.observers.forEach((observer) -> observer.frameRejected(chain, rejection));
	}

	@Override
	public void called(String chain, String method, CallOutcome outcome) {
		this.observers.forEach((observer) -> observer.called(chain, method, outcome));
	}

	@Override
	public void connected(String chain) {
		this.observers.forEach((observer) -> observer.connected(chain));
	}

	@Override
	public void stateChanged(String chain, StreamState from, StreamState to, String reason) {
		this.observers.forEach((observer) -> observer.stateChanged(chain, from, to, reason));
	}

	@Override
	public void announced(String chain, long number) {
		this.observers.forEach((observer) -> observer.announced(chain, number));
	}

	@Override
	public void disconnected(String chain, ConnectionEnd cause, String detail, boolean wasFollowed) {
		this.observers.forEach((observer) -> observer.disconnected(chain, cause, detail, wasFollowed));
	}

	@Override
	public void failedOver(String chain) {
		this.observers.forEach((observer) -> observer.failedOver(chain));
	}

	@Override
	public void resubscribed(String chain) {
		this.observers.forEach((observer) -> observer.resubscribed(chain));
	}

	@Override
	public void probed(String chain, @Nullable ConnectionEnd cause) {
		this.observers.forEach((observer) -> observer.probed(chain, cause));
	}

	@Override
	public void reorgStorm(String chain) {
		this.observers.forEach((observer) -> observer.reorgStorm(chain));
	}

}
