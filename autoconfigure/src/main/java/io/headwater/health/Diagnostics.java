package io.headwater.health;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.journal.StreamJournal;
import io.headwater.node.ConnectionEnd;
import io.headwater.node.NodeStatus;
import io.headwater.stream.HeadStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a diagnosis of what is known of a stream.
 */
final class Diagnostics {

	/** While a gap is being filled, heads come more often than that. */
	private static final Duration WITHOUT_HEADS = Duration.ofSeconds(3);

	private Diagnostics() {
	}

	/**
	 * Make a diagnosis. Of several troubles the one counts that lets not be waited for,
	 * otherwise the one that has lasted longest.
	 */
	static Diagnosis diagnose(Situation situation, Duration listenerPatience) {
		Duration duration = situation.times().delivery();
		return switch (situation.delivery()) {
			case STOPPED -> new Diagnosis(StreamCondition.STOPPED, duration, false);
			case STANDBY ->
				new Diagnosis(situation.heldByListener() ? StreamCondition.LISTENER_ABANDONED : StreamCondition.STANDBY,
						duration, false);
			case HALTED ->
				new Diagnosis(situation.haltedByListener() ? StreamCondition.LISTENER_FAILED : StreamCondition.HALTED,
						duration, true);
			case PAUSED -> connection(situation).orElse(new Diagnosis(StreamCondition.PAUSED, duration, false));
			case CATCHING_UP, LIVE, BACKLOGGED -> worst(List.of(connection(situation), node(situation),
					heads(situation), listeners(situation, listenerPatience)))
				.orElse(well(situation));
		};
	}

	private static Optional<Diagnosis> worst(List<Optional<Diagnosis>> diagnoses) {
		return diagnoses.stream()
			.flatMap(Optional::stream)
			.max(Comparator.comparing(Diagnosis::atOnce).thenComparing(Diagnosis::duration));
	}

	private static Diagnosis well(Situation situation) {
		StreamCondition condition = StreamCondition.DELIVERING;
		if (awaitsStart(situation)) {
			condition = StreamCondition.AWAITING_START;
		}
		else if (situation.delivery() == DeliveryState.CATCHING_UP) {
			condition = StreamCondition.RECOVERING;
		}
		return new Diagnosis(condition, situation.times().delivery(), false);
	}

	private static Optional<Diagnosis> connection(Situation situation) {
		StreamJournal.Times times = situation.times();
		Duration silent = times.silent();
		if (silent != null && (times.notLive() == null || times.lastEnd() == ConnectionEnd.STALE)) {
			return Optional.of(new Diagnosis(StreamCondition.SUBSCRIPTION_SILENT, silent, times.refused()));
		}
		Duration notLive = times.notLive();
		return Optional.ofNullable(notLive)
			.map((duration) -> new Diagnosis(condition(times.lastEnd()), duration, times.refused()));
	}

	private static StreamCondition condition(@Nullable ConnectionEnd end) {
		if (end == null) {
			return StreamCondition.SOCKET_DOWN;
		}
		return switch (end) {
			case OTHER_CHAIN -> StreamCondition.WRONG_CHAIN;
			case DENIED -> StreamCondition.CREDENTIALS_REFUSED;
			case NO_SUBSCRIPTIONS -> StreamCondition.NO_SUBSCRIPTIONS;
			case STALE -> StreamCondition.SUBSCRIPTION_SILENT;
			case BEHIND -> StreamCondition.NODE_BEHIND;
			case UNSERVED, UNLINKED -> StreamCondition.HEADS_MISSING;
			default -> StreamCondition.SOCKET_DOWN;
		};
	}

	private static Optional<Diagnosis> node(Situation situation) {
		NodeStatus followed = situation.followed();
		if (followed == null) {
			return Optional.empty();
		}
		Duration duration = situation.times().connection();
		if (followed.syncing()) {
			return Optional.of(new Diagnosis(StreamCondition.NODE_SYNCING, duration, false));
		}
		return followed.behind() ? Optional.of(new Diagnosis(StreamCondition.NODE_BEHIND, duration, false))
				: Optional.empty();
	}

	/** A slow listener may hold up what was fetched: then it is not the node's fault. */
	private static Optional<Diagnosis> heads(Situation situation) {
		if (situation.delivery() != DeliveryState.CATCHING_UP || situation.queueDepth() > 0
				|| situation.listenerLag().compareTo(Duration.ZERO) > 0 || awaitsStart(situation)) {
			return Optional.empty();
		}
		StreamCondition condition = isBelowDelivered(situation) ? StreamCondition.NODE_BEHIND
				: StreamCondition.HEADS_MISSING;
		if (situation.unlinked() != null) {
			condition = StreamCondition.HEADERS_UNLINKED;
		}
		if (situation.connection() == ConnectionState.STOPPED) {
			condition = StreamCondition.CHECKPOINT_UNREADABLE;
		}
		else if (situation.connection() != ConnectionState.LIVE) {
			condition = condition(situation.times().lastEnd());
		}
		Duration sinceHead = situation.times().sinceHead();
		Duration duration = situation.times().delivery();
		if (sinceHead != null && sinceHead.compareTo(duration) < 0) {
			duration = sinceHead;
		}
		if (condition == StreamCondition.HEADS_MISSING && duration.compareTo(WITHOUT_HEADS) < 0
				&& situation.connection() == ConnectionState.LIVE) {
			return Optional.empty();
		}
		return Optional.of(new Diagnosis(condition, duration, false));
	}

	private static boolean awaitsStart(Situation situation) {
		Long number = number(situation.followed());
		return situation.start() != null && situation.latest() == null && number != null && number < situation.start();
	}

	private static boolean isBelowDelivered(Situation situation) {
		Long number = number(situation.followed());
		return situation.latest() != null && number != null && number < situation.latest();
	}

	private static @Nullable Long number(@Nullable NodeStatus node) {
		return (node != null) ? node.number() : null;
	}

	private static Optional<Diagnosis> listeners(Situation situation, Duration patience) {
		boolean behind = situation.delivery() == DeliveryState.BACKLOGGED
				|| situation.listenerLag().compareTo(patience) >= 0;
		return behind ? Optional.of(new Diagnosis(StreamCondition.LISTENER_BEHIND, situation.listenerLag(), false))
				: Optional.empty();
	}

	/**
	 * What a diagnosis is made of.
	 *
	 * @param heldByListener whether it waits for a listener of an earlier run
	 * @param listenerLag how long the oldest event has been there that the listeners have
	 * not finished
	 * @param unlinked the number at which headers do not link, and have not for long, or
	 * {@code null}
	 */
	record Situation(ConnectionState connection, DeliveryState delivery, boolean haltedByListener,
			boolean heldByListener, StreamJournal.Times times, @Nullable NodeStatus followed, @Nullable Long start,
			@Nullable Long latest, int queueDepth, Duration listenerLag, @Nullable Long unlinked) {

		static Situation of(HeadStream stream, StreamJournal journal) {
			StreamJournal.DeliveredHead latest = journal.latest();
			return new Situation(stream.connectionState(), stream.deliveryState(), stream.isHaltedByListener(),
					stream.isHeldByListener(), journal.times(),
					stream.nodes().stream().filter(NodeStatus::followed).findFirst().orElse(null), stream.startNumber(),
					(latest != null) ? latest.number() : null, stream.queueDepth(), stream.listenerLag(),
					stream.unlinkedNumber());
		}

	}

	/**
	 * What is wrong with a stream, if anything is.
	 *
	 * @param atOnce whether waiting is of no use
	 */
	record Diagnosis(StreamCondition condition, Duration duration, boolean atOnce) {
	}

}
