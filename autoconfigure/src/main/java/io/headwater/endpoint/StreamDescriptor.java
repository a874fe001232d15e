package io.headwater.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.headwater.BlockRef;
import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.journal.StreamJournal;
import io.headwater.stream.HeadStream;
import io.headwater.stream.NodeStatus;
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
 * @param latest the newest head that was delivered to the listeners
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
		StreamJournal.@Nullable DeliveredHead latest, StreamJournal.@Nullable DeliveredHead safe,
		StreamJournal.@Nullable DeliveredHead finalized, Queue queue, @Nullable Position checkpoint,
		@Nullable LeaseHolder lease, List<StreamJournal.ListenerReading> listeners, Map<String, Long> counts,
		List<StreamJournal.Transition> transitions, List<StreamJournal.Fault> faults) implements OperationResponseBody {

	static StreamDescriptor of(HeadStream stream, StreamJournal journal) {
		StreamJournal.Times times = journal.times();
		Map<String, Long> counts = new TreeMap<>();
		journal.counts().forEach((count, number) -> counts.put(name(count), number));
		return new StreamDescriptor(new State<>(stream.connectionState(), times.connection()),
				new State<>(stream.deliveryState(), times.delivery()), stream.sinceLastFrame(), stream.nodes(),
				stream.requestsPerSecond(), journal.latest(), journal.safe(), journal.finalized(), Queue.of(stream),
				Position.of(stream), stream.leaseHolder(), journal.listeners(), counts, journal.transitions(),
				journal.faults());
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

	/**
	 * Where the delivery of a stream stands; on standby, that of the instance that
	 * delivers.
	 *
	 * @param block the newest block of the last step that was saved
	 * @param unsavedSteps how many finished steps would come again after a crash
	 * @param transactional whether steps and checkpoints are committed together
	 */
	public record Position(BlockRef block, long unsavedSteps, boolean transactional) {

		/** Health and metrics never wait for a store, but who asks for everything may. */
		private static final Duration PATIENCE = Duration.ofSeconds(1);

		static @Nullable Position of(HeadStream stream) {
			Checkpoint checkpoint = (stream.deliveryState() == DeliveryState.STANDBY)
					? stream.storedCheckpoint(PATIENCE) : stream.checkpoint();
			return (checkpoint != null)
					? new Position(checkpoint.block(), stream.unsavedSteps(), stream.isTransactional()) : null;
		}

	}

	/**
	 * What waits for the listeners of a stream.
	 *
	 * @param depth how many steps wait
	 * @param capacity how many may
	 * @param age how long the oldest of them has waited
	 * @param timesFull how often there was no room since the application started
	 * @param listenerLag how long the oldest event has been there that the listeners have
	 * not finished
	 */
	public record Queue(int depth, int capacity, Duration age, long timesFull, Duration listenerLag) {

		static Queue of(HeadStream stream) {
			return new Queue(stream.queueDepth(), stream.queueCapacity(), stream.queueAge(), stream.timesQueueFull(),
					stream.listenerLag());
		}

	}

}
