package io.headwater.health;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.headwater.DeliveryState;
import io.headwater.StreamState;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.journal.StreamJournal;
import io.headwater.journal.StreamJournals;
import io.headwater.node.NodeStatus;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of one stream: up while it delivers or recovers, down once something has
 * been wrong for long enough. It only reads what is known, so it never waits for a node.
 */
public final class StreamHealthIndicator extends AbstractHealthIndicator {

	private final HeadStream stream;

	private final StreamJournal journal;

	private final Duration downAfter;

	/**
	 * Create an indicator.
	 * @param downAfter how long something may be wrong before the stream counts as down
	 */
	public StreamHealthIndicator(HeadStream stream, StreamJournal journal, Duration downAfter) {
		super("The health of a stream could not be told");
		this.stream = stream;
		this.journal = journal;
		this.downAfter = downAfter;
	}

	/**
	 * Make one indicator a chain.
	 * @param downAfter how long something may be wrong before a stream counts as down
	 */
	public static CompositeHealthContributor ofAll(HeadStreams streams, StreamJournals journals, Duration downAfter) {
		Map<String, StreamHealthIndicator> indicators = new LinkedHashMap<>();
		streams.all()
			.forEach((stream) -> indicators.put(stream.chain(),
					new StreamHealthIndicator(stream, journals.get(stream.chain()), downAfter)));
		return CompositeHealthContributor.fromMap(indicators);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Diagnostics.Situation situation = Diagnostics.Situation.of(this.stream, this.journal);
		Diagnostics.Diagnosis diagnosis = Diagnostics.diagnose(situation, this.downAfter);
		status(builder, diagnosis).withDetail("condition", diagnosis.condition().toString())
			.withDetail("since", millis(diagnosis.duration()))
			.withDetail("connection", word(situation.connection()))
			.withDetail("delivery", word(situation.delivery()));
		detail(builder, "reason", reason(situation, diagnosis));
		detail(builder, "unlinkedAt", situation.unlinked());
		NodeStatus followed = situation.followed();
		detail(builder, "node", (followed != null) ? followed.address() : null);
		detail(builder, "preferred", (followed != null) ? followed.preferred() : null);
		detail(builder, "nodeHead", (followed != null) ? followed.number() : null);
		StreamJournal.DeliveredHead latest = this.journal.latest();
		detail(builder, "head", (latest != null) ? latest.number() : null);
		Duration sinceHead = situation.times().sinceHead();
		detail(builder, "sinceHead", (sinceHead != null) ? millis(sinceHead) : null);
		LeaseHolder lease = this.stream.leaseHolder();
		detail(builder, "lease.owner", (lease != null) ? lease.owner() : null);
		detail(builder, "lease.expires", (lease != null) ? lease.expires() : null);
		builder.withDetail("listenerLag", millis(situation.listenerLag()))
			.withDetail("queueDepth", situation.queueDepth());
	}

	private Health.Builder status(Health.Builder builder, Diagnostics.Diagnosis diagnosis) {
		if (diagnosis.condition() == StreamCondition.STOPPED) {
			return builder.unknown();
		}
		boolean down = diagnosis.condition().isTrouble()
				&& (diagnosis.atOnce() || diagnosis.duration().compareTo(this.downAfter) >= 0);
		return down ? builder.down() : builder.up();
	}

	/** Of all that went wrong lately, only what is the reason for the condition. */
	private @Nullable String reason(Diagnostics.Situation situation, Diagnostics.Diagnosis diagnosis) {
		boolean isDown = situation.times().notLive() != null;
		return switch (diagnosis.condition()) {
			case DELIVERING, RECOVERING, AWAITING_START, PAUSED, STANDBY, STOPPED -> null;
			case SOCKET_DOWN, SUBSCRIPTION_SILENT, NODE_BEHIND, NODE_SYNCING, WRONG_CHAIN, CREDENTIALS_REFUSED,
					NO_SUBSCRIPTIONS ->
				isDown ? whyDown(situation) : null;
			case HEADS_MISSING, HEADERS_UNLINKED -> isDown ? whyDown(situation) : whyDelivery(situation.delivery());
			case LISTENER_BEHIND ->
				(situation.delivery() == DeliveryState.BACKLOGGED) ? whyDelivery(situation.delivery()) : null;
			case LISTENER_ABANDONED, LISTENER_FAILED, HALTED -> whyDelivery(situation.delivery());
			case CHECKPOINT_UNREADABLE -> whyUnreadable();
		};
	}

	/** Before anything has failed, what is under way is told. */
	private @Nullable String whyDown(Diagnostics.Situation situation) {
		StreamJournal.Fault end = this.journal.lastEnd();
		return (situation.times().lastEnd() != null && end != null) ? end.detail() : why(situation.connection());
	}

	private @Nullable String whyUnreadable() {
		return this.journal.faults()
			.stream()
			.filter(StreamJournal.Fault::isOfStore)
			.map(StreamJournal.Fault::detail)
			.findFirst()
			.orElse(null);
	}

	private @Nullable String whyDelivery(DeliveryState delivery) {
		return (delivery != DeliveryState.LIVE) ? why(delivery) : null;
	}

	private @Nullable String why(StreamState state) {
		return this.journal.transitions()
			.stream()
			.filter((transition) -> transition.to() == state)
			.map(StreamJournal.Transition::reason)
			.findFirst()
			.orElse(null);
	}

	/** As in the tags of the metrics. */
	private static String word(Enum<?> state) {
		return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static Duration millis(Duration duration) {
		return duration.truncatedTo(ChronoUnit.MILLIS);
	}

	private static void detail(Health.Builder builder, String name, @Nullable Object value) {
		if (value != null) {
			builder.withDetail(name, value);
		}
	}

}
