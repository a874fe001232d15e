package io.headwater.dispatch;

import java.util.List;

import io.headwater.ChainEvent;
import io.headwater.NewHeadEvent;

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

	/** Return the event of its head, or its last one if it has none. */
	ChainEvent main() {
		for (ChainEvent event : this.events) {
			if (event instanceof NewHeadEvent) {
				return event;
			}
		}
		return this.events.get(this.events.size() - 1);
	}

}
