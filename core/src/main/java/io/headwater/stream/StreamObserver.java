package io.headwater.stream;

import java.util.List;

import io.headwater.StreamState;
import io.headwater.chain.AnnouncementFault;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.node.ConnectionEnd;
import io.headwater.node.LinkObserver;
import io.headwater.support.ObserverFailures;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hears of what a stream and its link count, on any of its threads; must not wait and
 * must not throw.
 */
public interface StreamObserver extends LinkObserver {

	/** Hears nothing. */
	StreamObserver NONE = new StreamObserver() {
	};

	/** Make one observer of several. What one throws keeps nothing from the others. */
	static StreamObserver of(List<StreamObserver> observers) {
		List<StreamObserver> all = List.copyOf(observers);
		ObserverFailures failures = new ObserverFailures(LogFactory.getLog(HeadStream.class), "streams");
		return new StreamObserver() {

			@Override
			public void frameRejected(String chain, FrameRejection rejection) {
				failures.callEach(all, (observer) -> observer.frameRejected(chain, rejection));
			}

			@Override
			public void announcementRejected(String chain, AnnouncementFault fault) {
				failures.callEach(all, (observer) -> observer.announcementRejected(chain, fault));
			}

			@Override
			public void called(String chain, String method, CallOutcome outcome) {
				failures.callEach(all, (observer) -> observer.called(chain, method, outcome));
			}

			@Override
			public void connected(String chain) {
				failures.callEach(all, (observer) -> observer.connected(chain));
			}

			@Override
			public void stateChanged(String chain, StreamState from, StreamState to, String reason) {
				failures.callEach(all, (observer) -> observer.stateChanged(chain, from, to, reason));
			}

			@Override
			public void announced(String chain, long number) {
				failures.callEach(all, (observer) -> observer.announced(chain, number));
			}

			@Override
			public void disconnected(String chain, ConnectionEnd cause, String detail, boolean wasFollowed) {
				failures.callEach(all, (observer) -> observer.disconnected(chain, cause, detail, wasFollowed));
			}

			@Override
			public void failedOver(String chain) {
				failures.callEach(all, (observer) -> observer.failedOver(chain));
			}

			@Override
			public void resubscribed(String chain) {
				failures.callEach(all, (observer) -> observer.resubscribed(chain));
			}

			@Override
			public void probed(String chain, @Nullable ConnectionEnd cause) {
				failures.callEach(all, (observer) -> observer.probed(chain, cause));
			}

			@Override
			public void reorgStorm(String chain) {
				failures.callEach(all, (observer) -> observer.reorgStorm(chain));
			}

		};
	}

	/** An announced head was dropped, and the node's newest head is read instead. */
	default void announcementRejected(String chain, AnnouncementFault fault) {
	}

	/**
	 * The connection or the delivery moved to another state.
	 * @param from the state before, of the same kind as {@code to}
	 * @param reason why, in words; no secret
	 */
	default void stateChanged(String chain, StreamState from, StreamState to, String reason) {
	}

	/** The node reorganised its chain more often than a chain does by itself. */
	default void reorgStorm(String chain) {
	}

}
