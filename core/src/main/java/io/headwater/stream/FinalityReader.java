package io.headwater.stream;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import io.headwater.Head;
import io.headwater.chain.FinalityTag;
import io.headwater.ethereum.EthereumNode;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.JsonRpcException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the node's safe and finalized blocks after a head was delivered, not more often
 * than the interval, and one reading of each at a time.
 */
final class FinalityReader {

	/** JSON-RPC 2.0: the node does not understand the tag. */
	private static final Set<Integer> NOT_UNDERSTOOD = Set.of(-32600, -32601, -32602);

	private final StreamLog log;

	private final EthereumNode node;

	private final @Nullable Duration interval;

	private final LongSupplier nanoTime;

	private final Listener listener;

	private final Set<FinalityTag> inFlight = EnumSet.noneOf(FinalityTag.class);

	private final Set<FinalityTag> unknown = EnumSet.noneOf(FinalityTag.class);

	private @Nullable Long lastNanos;

	/**
	 * Create a reader.
	 * @param interval the shortest time between two readings, or {@code null} to read
	 * none
	 */
	FinalityReader(StreamLog log, EthereumNode node, @Nullable Duration interval, LongSupplier nanoTime,
			Listener listener) {
		this.log = log;
		this.node = node;
		this.interval = interval;
		this.nanoTime = nanoTime;
		this.listener = listener;
	}

	synchronized void headDelivered() {
		long now = this.nanoTime.getAsLong();
		if (this.interval == null || (this.lastNanos != null && now - this.lastNanos < this.interval.toNanos())) {
			return;
		}
		this.lastNanos = now;
		for (FinalityTag tag : FinalityTag.values()) {
			if (!this.unknown.contains(tag) && this.inFlight.add(tag)) {
				read(tag).whenComplete((head, failure) -> answered(tag, head, failure));
			}
		}
	}

	private CompletableFuture<@Nullable Head> read(FinalityTag tag) {
		return (tag == FinalityTag.SAFE) ? this.node.safeHead() : this.node.finalizedHead();
	}

	private void answered(FinalityTag tag, @Nullable Head head, @Nullable Throwable failure) {
		boolean switchOff = failure instanceof JsonRpcException error && error.outcome() == CallOutcome.ERROR
				&& NOT_UNDERSTOOD.contains(error.code());
		synchronized (this) {
			this.inFlight.remove(tag);
			if (switchOff) {
				this.unknown.add(tag);
			}
		}
		if (switchOff) {
			this.log.info("finality: " + tag, "The node does not tell its " + tag.name().toLowerCase(Locale.ROOT)
					+ " block, so it is not asked for it again");
		}
		if (head != null) {
			this.listener.finalityRead(tag, head, this.nanoTime.getAsLong());
		}
	}

	/**
	 * Begin to ask again, since another node may know what the last one did not.
	 */
	synchronized void otherNode() {
		this.unknown.clear();
	}

	/**
	 * Takes readings.
	 */
	interface Listener {

		void finalityRead(FinalityTag tag, Head head, long receivedNanos);

	}

}
