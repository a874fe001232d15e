package io.headwater.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.journal.Fault;
import io.headwater.journal.ListenerReading;
import io.headwater.journal.StreamJournal;
import io.headwater.journal.StreamTimes;
import io.headwater.journal.ToldHead;
import io.headwater.journal.Transition;
import io.headwater.node.NodeStatus;
import io.headwater.stream.HeadStream;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * How one stream stands. Durations are those at the moment of asking.
 *
 * @param connection how the connection stands
 * @param delivery how the delivery stands
 * @param sinceLastFrame how long ago something came from a node, or {@code null}
 * @param nodes its nodes, in order of preference
 * @param requestsPerSecond at which rate the followed node is asked for headers at the
 * most, or {@code null} while none is or without a limit
 * @param latest the newest head that the listeners were told
 * @param safe the newest safe one
 * @param finalized the newest finalized one
 * @param queue what waits for the listeners
 * @param checkpoint where delivery stands
 * @param lease who has the lease of the checkpoint, and until when unless it is renewed
 * @param listeners the listeners that were called so far
 * @param counts what was counted since the application started
 * @param transitions the last changes of state, the newest first
 * @param faults what went wrong last, the newest first
 */
public record StreamDescriptor(State<ConnectionState> connection, State<DeliveryState> delivery,
		@Nullable Duration sinceLastFrame, List<NodeStatus> nodes, @Nullable Double requestsPerSecond,
		@Nullable ToldHead latest, @Nullable ToldHead safe, @Nullable ToldHead finalized, QueueDescriptor queue,
		@Nullable CheckpointDescriptor checkpoint, @Nullable LeaseHolder lease, List<ListenerReading> listeners,
		Map<String, Long> counts, List<Transition> transitions, List<Fault> faults) implements OperationResponseBody {

	static StreamDescriptor of(HeadStream stream, StreamJournal journal) {
		StreamTimes times = journal.times();
		Map<String, Long> counts = new TreeMap<>();
		journal.counts().forEach((count, number) -> counts.put(name(count), number));
		return new StreamDescriptor(new State<>(stream.connectionState(), times.connection()),
				new State<>(stream.deliveryState(), times.delivery()), stream.sinceLastFrame(), stream.nodes(),
				stream.requestsPerSecond(), journal.latest(), journal.safe(), journal.finalized(),
				QueueDescriptor.of(stream), CheckpointDescriptor.of(stream), stream.leaseHolder(), journal.listeners(),
				counts, journal.transitions(), journal.faults());
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * A state, and for how long it has lasted.
	 *
	 * @param state the state
	 * @param duration for how long
	 * @param <S> which of the two states of a stream
	 */
	public record State<S>(S state, Duration duration) {
	}

}
