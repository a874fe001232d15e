package io.headwater.stream;

import java.util.Set;
import java.util.function.BiConsumer;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.StreamState;
import io.headwater.support.ChainLog;
import io.headwater.support.StateHolder;
import io.headwater.support.StateHolder.Change;

/**
 * The two states of a stream, that of its connection and that of its delivery, and who
 * gets their changes: the log, the observer, and then the stream itself.
 */
final class StreamStates {

	/** These have a line of their own, which says more. */
	private static final Set<StreamState> LOGGED_ELSEWHERE = Set.of(DeliveryState.STANDBY, DeliveryState.HALTED);

	/** A connection's states are logged by its own lines, and gaps are no news. */
	private static final Set<StreamState> NOTABLE = Set.of(DeliveryState.BACKLOGGED, DeliveryState.PAUSED,
			DeliveryState.HALTED);

	private final String chain;

	private final ChainLog log;

	private final StreamObserver observer;

	private final BiConsumer<Change<? extends StreamState>, String> stream;

	private final StateHolder<ConnectionState> connection;

	private final DeliveryStatus delivery;

	StreamStates(String chain, ChainLog log, StreamObserver observer,
			BiConsumer<Change<? extends StreamState>, String> stream) {
		this.chain = chain;
		this.log = log;
		this.observer = observer;
		this.stream = stream;
		this.connection = new StateHolder<>(ConnectionState.STOPPED, ConnectionState::canMoveTo, this::changed);
		this.delivery = new DeliveryStatus(this::changed);
	}

	StateHolder<ConnectionState> connection() {
		return this.connection;
	}

	DeliveryStatus delivery() {
		return this.delivery;
	}

	private void changed(Change<? extends StreamState> change, String reason) {
		log(change.from(), change.to(), reason);
		this.observer.stateChanged(this.chain, change.from(), change.to(), reason);
		this.stream.accept(change, reason);
	}

	private void log(StreamState from, StreamState to, String reason) {
		String line = to.getClass().getSimpleName() + " " + from + " -> " + to + ": " + reason;
		if (!LOGGED_ELSEWHERE.contains(to) && (NOTABLE.contains(from) || NOTABLE.contains(to))) {
			this.log.info("state " + to, line);
		}
		else {
			this.log.debug(line);
		}
	}

}
