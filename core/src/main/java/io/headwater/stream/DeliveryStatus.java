package io.headwater.stream;

import java.util.List;
import java.util.function.BiConsumer;

import io.headwater.DeliveryState;
import io.headwater.dispatch.PublisherState;
import io.headwater.support.StateHolder;

/**
 * The state of a stream's delivery, made of two words: what the walk says (it catches up,
 * is live, backlogged, halted, on standby or stopped) and what the publisher says (it
 * delivers, is paused or halted). The graver word holds. So a pause hides that the queue
 * is full, and a halt hides a pause, but none is forgotten.
 */
final class DeliveryStatus {

	/** The gravest last; those before PAUSED are all alike. */
	private static final List<DeliveryState> GRAVITY = List.of(DeliveryState.CATCHING_UP, DeliveryState.LIVE,
			DeliveryState.BACKLOGGED, DeliveryState.PAUSED, DeliveryState.HALTED, DeliveryState.STANDBY,
			DeliveryState.STOPPED);

	private final StateHolder<DeliveryState> state;

	private DeliveryState walk = DeliveryState.STOPPED;

	private PublisherState publisher = PublisherState.DELIVERING;

	DeliveryStatus(BiConsumer<StateHolder.Change<DeliveryState>, String> listener) {
		this.state = new StateHolder<>(DeliveryState.STOPPED, DeliveryState::canMoveTo, listener);
	}

	DeliveryState get() {
		return this.state.get();
	}

	/** Tell of what was noted. Not to be called under a lock. */
	void tell() {
		this.state.tell();
	}

	synchronized boolean isHaltedByListener() {
		return this.state.get() == DeliveryState.HALTED && this.publisher == PublisherState.HALTED;
	}

	/** The stream was started, with a publisher that delivers. */
	void started() {
		synchronized (this) {
			this.walk = DeliveryState.CATCHING_UP;
			this.publisher = PublisherState.DELIVERING;
			update("the stream was started");
		}
		tell();
	}

	/** The stream was stopped. What is said after this changes nothing. */
	void stopped() {
		synchronized (this) {
			this.walk = DeliveryState.STOPPED;
			update("the stream was stopped");
		}
		tell();
	}

	/** Delivery is another instance's, and what the publisher said before is void. */
	void standby(String reason) {
		noteStandby(reason);
		tell();
	}

	/** The same, to be told by {@link #tell()}. */
	synchronized void noteStandby(String reason) {
		this.publisher = PublisherState.DELIVERING;
		noteWalk(DeliveryState.STANDBY, reason);
	}

	/** The walk has moved, which is to be told by {@link #tell()}. */
	synchronized void noteWalk(DeliveryState state, String reason) {
		if (this.walk != DeliveryState.STOPPED) {
			this.walk = state;
			update(reason);
		}
	}

	/**
	 * The publisher has moved, which is to be told by {@link #tell()}. One that is closed
	 * has said its last word before.
	 */
	synchronized void notePublisher(PublisherState state, String reason) {
		if (state != PublisherState.CLOSED) {
			this.publisher = state;
			update(reason);
		}
	}

	private void update(String reason) {
		DeliveryState next = this.walk;
		if (this.publisher == PublisherState.PAUSED) {
			next = graver(next, DeliveryState.PAUSED);
		}
		else if (this.publisher == PublisherState.HALTED) {
			next = graver(next, DeliveryState.HALTED);
		}
		this.state.note(next, reason);
	}

	private static DeliveryState graver(DeliveryState one, DeliveryState other) {
		return (GRAVITY.indexOf(one) < GRAVITY.indexOf(other)) ? other : one;
	}

}
