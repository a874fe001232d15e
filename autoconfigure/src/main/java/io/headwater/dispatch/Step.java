package io.headwater.dispatch;

import java.util.List;

import io.headwater.ChainEvent;

/**
 * What enters the queue as one: a head with what goes before it and after it.
 *
 * @param events the events in their order, at least one
 * @param receivedNanos when the frame that brought the head came, on the monotonic clock
 */
public record Step(List<ChainEvent> events, long receivedNanos) {

	public Step {
		events = List.copyOf(events);
		if (events.isEmpty()) {
			throw new IllegalArgumentException("A step has an event at least");
		}
	}

}
