package io.headwater.stream;

import java.util.List;
import java.util.function.Consumer;

import io.headwater.StreamState;
import io.headwater.chain.AnnouncementFault;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.node.ConnectionEnd;
import io.headwater.support.ObserverFailures;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Several observers as one: metrics, and whatever an application adds. None of them can
 * disturb a stream.
 */
final class StreamObservers implements StreamObserver {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	private final List<StreamObserver> observers;

	private final ObserverFailures failures = new ObserverFailures(logger, "streams");

	private StreamObservers(List<StreamObserver> observers) {
		this.observers = observers;
	}

	static StreamObserver of(List<StreamObserver> observers) {
		return new StreamObservers(List.copyOf(observers));
	}

	private void each(Consumer<StreamObserver> call) {
		this.failures.callEach(this.observers, call);
	}

	@Override
	public void frameRejected(String chain, FrameRejection rejection) {
		each((observer) -> observer.frameRejected(chain, rejection));
	}

	@Override
	public void announcementRejected(String chain, AnnouncementFault fault) {
		each((observer) -> observer.announcementRejected(chain, fault));
	}

	@Override
	public void called(String chain, String method, CallOutcome outcome) {
		each((observer) -> observer.called(chain, method, outcome));
	}

	@Override
	public void connected(String chain) {
		each((observer) -> observer.connected(chain));
	}

	@Override
	public void stateChanged(String chain, StreamState from, StreamState to, String reason) {
		each((observer) -> observer.stateChanged(chain, from, to, reason));
	}

	@Override
	public void announced(String chain, long number) {
		each((observer) -> observer.announced(chain, number));
	}

	@Override
	public void disconnected(String chain, ConnectionEnd cause, String detail, boolean wasFollowed) {
		each((observer) -> observer.disconnected(chain, cause, detail, wasFollowed));
	}

	@Override
	public void failedOver(String chain) {
		each((observer) -> observer.failedOver(chain));
	}

	@Override
	public void resubscribed(String chain) {
		each((observer) -> observer.resubscribed(chain));
	}

	@Override
	public void probed(String chain, @Nullable ConnectionEnd cause) {
		each((observer) -> observer.probed(chain, cause));
	}

	@Override
	public void reorgStorm(String chain) {
		each((observer) -> observer.reorgStorm(chain));
	}

}
