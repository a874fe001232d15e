package io.headwater.health;

import java.time.Duration;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.journal.StreamJournal;
import io.headwater.journal.StreamTimes;
import io.headwater.journal.ToldHead;
import io.headwater.node.NodeStatus;
import io.headwater.stream.HeadStream;
import org.jspecify.annotations.Nullable;

/**
 * What a diagnosis is made of.
 *
 * @param connection how the connection stands
 * @param delivery how the delivery stands
 * @param haltedByListener whether it has halted for a listener
 * @param heldByListener whether it waits for a listener of an earlier run
 * @param times since when
 * @param followed the node that is followed, or {@code null}
 * @param start the configured number to begin at, or {@code null}
 * @param latest the number of the newest head that the listeners were told, or
 * {@code null}
 * @param queueDepth how many steps wait
 * @param listenerLag how long the oldest event has been there that the listeners have not
 * finished
 * @param unlinked the number at which headers do not link, and have not for long, or
 * {@code null}
 */
record StreamSituation(ConnectionState connection, DeliveryState delivery, boolean haltedByListener,
		boolean heldByListener, StreamTimes times, @Nullable NodeStatus followed, @Nullable Long start,
		@Nullable Long latest, int queueDepth, Duration listenerLag, @Nullable Long unlinked) {

	static StreamSituation of(HeadStream stream, StreamJournal journal) {
		ToldHead latest = journal.latest();
		return new StreamSituation(stream.connectionState(), stream.deliveryState(), stream.isHaltedByListener(),
				stream.isHeldByListener(), journal.times(),
				stream.nodes().stream().filter(NodeStatus::followed).findFirst().orElse(null), stream.startNumber(),
				(latest != null) ? latest.number() : null, stream.queueDepth(), stream.listenerLag(),
				stream.unlinkedNumber());
	}

}
