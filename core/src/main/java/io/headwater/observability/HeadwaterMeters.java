package io.headwater.observability;

import java.util.Locale;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * Every meter of Headwater: its name, its type, its tags and what it says. Tag values
 * come from the configuration and the code, never from a node, so they are few.
 */
enum HeadwaterMeters implements MeterDocumentation {

	QUEUE_DEPTH("headwater.queue.depth", Meter.Type.GAUGE, "Steps that wait for the listeners", Tag.CHAIN),
	QUEUE_CAPACITY("headwater.queue.capacity", Meter.Type.GAUGE, "Steps that may wait for the listeners", Tag.CHAIN),
	QUEUE_AGE("headwater.queue.age", Meter.Type.GAUGE,
			"Age of the oldest step that waits in the queue, 0 when none waits", Tag.CHAIN),
	QUEUE_FULL("headwater.queue.full", Meter.Type.COUNTER, "Times that the queue was full when a step was to enter it",
			Tag.CHAIN),
	LISTENER_LAG("headwater.listener.lag", Meter.Type.GAUGE,
			"Age of the oldest event that the listeners have not finished, 0 when none waits", Tag.CHAIN),
	LISTENER_LATENCY("headwater.listener.latency", Meter.Type.TIMER, "Time that a listener took for an event",
			Tag.CHAIN, Tag.LISTENER, Tag.EVENT, Tag.OUTCOME),
	LISTENER_LATENCY_LAST("headwater.listener.latency.last", Meter.Type.GAUGE,
			"Time that a listener's latest call took, or the age of its running call once that is longer", Tag.CHAIN,
			Tag.LISTENER),
	LISTENER_FAILURES("headwater.listener.failures", Meter.Type.COUNTER,
			"Failures of listeners, their conditions and the events they return", Tag.CHAIN, Tag.EVENT),
	EVENTS_ABANDONED("headwater.events.abandoned", Meter.Type.COUNTER,
			"Events that a listener has given up after its last attempt", Tag.CHAIN, Tag.EVENT),
	LISTENER_RETRIES("headwater.listener.retries", Meter.Type.COUNTER,
			"Attempts to deliver an event once more, after a listener failed on it", Tag.CHAIN, Tag.EVENT),
	DELIVERY_LATENCY("headwater.delivery.latency", Meter.Type.TIMER,
			"Time from the frame that brought an event to the call of the listeners", Tag.CHAIN),
	LAST_FRAME_AGE("headwater.connection.last-frame.age", Meter.Type.GAUGE,
			"Time since the last frame from any node of the chain, pongs included", Tag.CHAIN),
	HEAD_NUMBER("headwater.head.number", Meter.Type.GAUGE, "Number of the newest head given to the listeners",
			Tag.CHAIN),
	HEADS("headwater.heads", Meter.Type.COUNTER, "Heads given to the listeners", Tag.CHAIN, Tag.ORIGIN),
	HEAD_AGE("headwater.head.age", Meter.Type.GAUGE,
			"Time since the timestamp of the newest head given to the listeners, if it is in seconds", Tag.CHAIN),
	HEAD_LATENCY("headwater.head.latency", Meter.Type.TIMER,
			"Time from the timestamp of an announced head to the call of the listeners", Tag.CHAIN),
	SAFE_NUMBER("headwater.safe.number", Meter.Type.GAUGE, "Number of the newest safe head given to the listeners",
			Tag.CHAIN),
	FINALIZED_NUMBER("headwater.finalized.number", Meter.Type.GAUGE,
			"Number of the newest finalized head given to the listeners", Tag.CHAIN),
	GAPS("headwater.gaps", Meter.Type.COUNTER, "Runs of heads that were fetched, since they were not announced",
			Tag.CHAIN),
	CATCH_UP_RATE("headwater.catch-up.rate", Meter.Type.GAUGE,
			"Requests for headers a second that the followed node is asked at the most", Tag.CHAIN),
	REORG_DEPTH("headwater.reorg.depth", Meter.Type.DISTRIBUTION_SUMMARY, "Heads that a reorg made void", Tag.CHAIN),
	HEADS_SKIPPED("headwater.heads.skipped", Meter.Type.COUNTER, "Heads that were skipped, as the listeners were told",
			Tag.CHAIN, Tag.REASON),
	RESETS("headwater.resets", Meter.Type.COUNTER, "Times that continuity could not be shown", Tag.CHAIN, Tag.REASON),
	DELIVERY_STATE("headwater.delivery.state", Meter.Type.GAUGE, "1 for the state of the delivery, 0 for others",
			Tag.CHAIN, Tag.STATE),
	CHECKPOINT_NUMBER("headwater.checkpoint.number", Meter.Type.GAUGE,
			"Number of the block at which the checkpoint stands", Tag.CHAIN),
	CHECKPOINT_UNSAVED("headwater.checkpoint.unsaved", Meter.Type.GAUGE,
			"Finished steps that would come again after a crash", Tag.CHAIN),
	CHECKPOINT_SAVES("headwater.checkpoint.saves", Meter.Type.TIMER, "Time that the save of a checkpoint took",
			Tag.CHAIN),
	CHECKPOINT_FAILURES("headwater.checkpoint.failures", Meter.Type.COUNTER,
			"Calls to the store of checkpoints that failed", Tag.CHAIN, Tag.CALL),
	FRAMES_REJECTED("headwater.frames.rejected", Meter.Type.COUNTER, "Messages of nodes that were skipped", Tag.CHAIN,
			Tag.REASON),
	ANNOUNCEMENTS_REJECTED("headwater.announcements.rejected", Meter.Type.COUNTER,
			"Announced heads that were dropped, as nobody but themselves vouched for them", Tag.CHAIN, Tag.REASON),
	CALLS("headwater.calls", Meter.Type.COUNTER, "Calls to nodes that have ended", Tag.CHAIN, Tag.METHOD, Tag.OUTCOME),
	CONNECTION_STATE("headwater.connection.state", Meter.Type.GAUGE, "1 for the state of the connection, 0 for others",
			Tag.CHAIN, Tag.STATE),
	CONNECTION_ATTEMPTS("headwater.connection.attempts", Meter.Type.COUNTER,
			"Attempts to follow a node that have succeeded or failed", Tag.CHAIN, Tag.OUTCOME),
	CONNECTION_LOSSES("headwater.connection.losses", Meter.Type.COUNTER, "Connections to followed nodes that ended",
			Tag.CHAIN, Tag.REASON),
	RESUBSCRIPTIONS("headwater.resubscriptions", Meter.Type.COUNTER,
			"Subscriptions made anew since nothing was announced although the chain moved", Tag.CHAIN),
	FAILOVERS("headwater.failovers", Meter.Type.COUNTER, "Changes from one followed node to another", Tag.CHAIN),
	NODE_PROBES("headwater.node.probes", Meter.Type.COUNTER, "Short connections to another node, to ask how far it is",
			Tag.CHAIN, Tag.OUTCOME),
	NODE_FOLLOWED("headwater.node.followed", Meter.Type.GAUGE, "1 for the node that is followed, 0 for others",
			Tag.CHAIN, Tag.NODE),
	NODE_LAG("headwater.node.lag", Meter.Type.GAUGE,
			"Heads that a node was behind the others when they were last compared", Tag.CHAIN, Tag.NODE),
	REORG_STORMS("headwater.reorg.storms", Meter.Type.COUNTER, "Minutes with more reorgs than a chain makes by itself",
			Tag.CHAIN);

	private final String meterName;

	private final Meter.Type type;

	private final String description;

	private final KeyName[] tags;

	HeadwaterMeters(String meterName, Meter.Type type, String description, KeyName... tags) {
		this.meterName = meterName;
		this.type = type;
		this.description = description;
		this.tags = tags;
	}

	@Override
	public String getName() {
		return this.meterName;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	String getDescription() {
		return this.description;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.tags.clone();
	}

	enum Tag implements KeyName {

		CHAIN,

		/** The listener: its id, or bean, method and parameter. */
		LISTENER,

		/** The simple name of the event's class. */
		EVENT,

		OUTCOME, ORIGIN, REASON, METHOD, STATE, CALL,

		/** The node's place in the configuration, counted from 0. */
		NODE;

		@Override
		public String asString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
