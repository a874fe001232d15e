package io.headwater.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.headwater.BlockRef;
import io.headwater.DeliveryState;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.journal.StreamJournal;
import io.headwater.node.NodeStatus;
import io.headwater.stream.HeadStream;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * How one stream stands, as it is shown: what is one of several is named as in the
 * metrics, and durations, which are those at the moment of asking, are as long as
 * somebody can read.
 *
 * @param sinceLastFrame how long ago something came from a node, or {@code null}
 * @param requestsPerSecond at which rate the followed node is asked for headers at the
 * most, or {@code null} while none is or without a limit
 * @param lease who has the lease of the checkpoint, and until when unless it is renewed
 * @param counts what was counted since the application started
 * @param transitions the last changes of state, the newest first
 * @param faults what went wrong last, the newest first
 */
public record StreamDescriptor(State connection, State delivery, @Nullable Duration sinceLastFrame, List<Node> nodes,
		@Nullable Double requestsPerSecond, StreamJournal.@Nullable DeliveredHead latest,
		StreamJournal.@Nullable DeliveredHead safe, StreamJournal.@Nullable DeliveredHead finalized, Queue queue,
		@Nullable Position checkpoint, @Nullable LeaseHolder lease, List<StreamJournal.ListenerReading> listeners,
		Map<String, Long> counts, List<Transition> transitions,
		List<StreamJournal.Fault> faults) implements OperationResponseBody {

	static StreamDescriptor of(HeadStream stream, StreamJournal journal) {
		StreamJournal.Times times = journal.times();
		Map<String, Long> counts = new TreeMap<>();
		journal.counts().forEach((count, number) -> counts.put(name(count), number));
		Duration sinceLastFrame = stream.sinceLastFrame();
		return new StreamDescriptor(State.of(stream.connectionState(), times.connection()),
				State.of(stream.deliveryState(), times.delivery()),
				(sinceLastFrame != null) ? millis(sinceLastFrame) : null,
				stream.nodes().stream().map(Node::of).toList(), stream.requestsPerSecond(), journal.latest(),
				journal.safe(), journal.finalized(), Queue.of(stream), Position.of(stream), stream.leaseHolder(),
				journal.listeners().stream().map(StreamDescriptor::shortened).toList(), counts,
				journal.transitions().stream().map(Transition::of).toList(),
				journal.faults().stream().map(StreamDescriptor::named).toList());
	}

	private static Duration millis(Duration duration) {
		return duration.truncatedTo(ChronoUnit.MILLIS);
	}

	/** Many a listener takes less than a millisecond. */
	private static @Nullable Duration micros(@Nullable Duration duration) {
		return (duration != null) ? duration.truncatedTo(ChronoUnit.MICROS) : null;
	}

	private static StreamJournal.ListenerReading shortened(StreamJournal.ListenerReading reading) {
		return new StreamJournal.ListenerReading(reading.name(), reading.calls(), reading.failures(),
				micros(reading.last()), reading.longest().truncatedTo(ChronoUnit.MICROS), micros(reading.running()));
	}

	private static StreamJournal.Fault named(StreamJournal.Fault fault) {
		return new StreamJournal.Fault(fault.time(), name(fault.kind()), fault.detail());
	}

	private static String name(String constant) {
		return constant.toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String name(Enum<?> constant) {
		return name(constant.name());
	}

	public record State(String state, Duration duration) {

		static State of(Enum<?> state, Duration duration) {
			return new State(name(state), millis(duration));
		}

	}

	/**
	 * A change of one of the two states.
	 *
	 * @param kind whose state it is: {@code connection} or {@code delivery}
	 * @param reason why, in words; no secret
	 */
	public record Transition(Instant time, String kind, String from, String to, String reason) {

		static Transition of(StreamJournal.Transition transition) {
			return new Transition(transition.time(),
					(transition.to() instanceof DeliveryState) ? "delivery" : "connection",
					name(transition.from().name()), name(transition.to().name()), transition.reason());
		}

	}

	/**
	 * A node, in words of the metrics; otherwise as {@link NodeStatus} has it.
	 *
	 * @param lastEnd why it was left, or could not be followed, last, or {@code null}
	 */
	public record Node(String address, boolean followed, boolean preferred, @Nullable Long number, @Nullable Long lag,
			boolean behind, boolean syncing, @Nullable String lastEnd) {

		static Node of(NodeStatus node) {
			Enum<?> lastEnd = node.lastEnd();
			return new Node(node.address(), node.followed(), node.preferred(), node.number(), node.lag(), node.behind(),
					node.syncing(), (lastEnd != null) ? name(lastEnd) : null);
		}

	}

	/**
	 * Where the delivery of a stream stands; on standby, that of the instance that
	 * delivers.
	 *
	 * @param store where it is kept: {@code memory}, which no restart survives,
	 * {@code jdbc}, or what the application's own store calls itself
	 * @param block the newest block of the last step that was saved
	 * @param unsavedSteps how many finished steps would come again after a crash
	 * @param transactional whether steps and checkpoints are committed together
	 */
	public record Position(String store, BlockRef block, long unsavedSteps, boolean transactional) {

		/** Health and metrics never wait for a store, but who asks for everything may. */
		private static final Duration PATIENCE = Duration.ofSeconds(1);

		static @Nullable Position of(HeadStream stream) {
			Checkpoint checkpoint = (stream.deliveryState() == DeliveryState.STANDBY)
					? stream.storedCheckpoint(PATIENCE) : stream.checkpoint();
			return (checkpoint != null) ? new Position(stream.checkpointStore(), checkpoint.block(),
					stream.unsavedSteps(), stream.isTransactional()) : null;
		}

	}

	/**
	 * What waits for the listeners of a stream.
	 *
	 * @param age how long the oldest of them has waited
	 * @param timesFull how often there was no room since the application started
	 * @param listenerLag how long the oldest event has been there that the listeners have
	 * not finished
	 */
	public record Queue(int depth, int capacity, Duration age, long timesFull, Duration listenerLag) {

		static Queue of(HeadStream stream) {
			return new Queue(stream.queueDepth(), stream.queueCapacity(), millis(stream.queueAge()),
					stream.timesQueueFull(), millis(stream.listenerLag()));
		}

	}

}
