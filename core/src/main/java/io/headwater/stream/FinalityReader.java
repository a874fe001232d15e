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
import io.headwater.support.ChainLog;
import org.jspecify.annotations.Nullable;

/**
 * Reads the followed node's safe and finalized blocks after a head was delivered, not
 * more often than the interval, and one reading of each at a time.
 */
final class FinalityReader {

	/** JSON-RPC 2.0: the node does not understand the tag. */
	private static final Set<Integer> NOT_UNDERSTOOD = Set.of(-32600, -32601, -32602);

	private final ChainLog log;

	private final @Nullable Duration interval;

	private final LongSupplier nanoTime;

	private final Listener listener;

	private @Nullable Readings readings;

	private @Nullable Long lastNanos;

	/**
	 * Create a reader that follows no node yet.
	 * @param interval the shortest time between two readings, or {@code null} to read
	 * none
	 */
	FinalityReader(ChainLog log, @Nullable Duration interval, LongSupplier nanoTime, Listener listener) {
		this.log = log;
		this.interval = interval;
		this.nanoTime = nanoTime;
		this.listener = listener;
	}

	/**
	 * Read from a node from now on, on a new connection. What an earlier one did not know
	 * it is asked again: behind one address, each connection may lead to another node.
	 */
	synchronized void follow(EthereumNode node) {
		this.readings = new Readings(node);
	}

	void headDelivered() {
		Readings readings = takeDue();
		if (readings == null) {
			return;
		}
		for (FinalityTag tag : FinalityTag.values()) {
			if (begin(readings, tag)) {
				read(readings, tag);
			}
		}
	}

	/** Return where to read now, or {@code null} to read nothing. */
	private synchronized @Nullable Readings takeDue() {
		long now = this.nanoTime.getAsLong();
		Readings readings = this.readings;
		if (readings == null || this.interval == null
				|| (this.lastNanos != null && now - this.lastNanos < this.interval.toNanos())) {
			return null;
		}
		this.lastNanos = now;
		return readings;
	}

	private synchronized boolean begin(Readings readings, FinalityTag tag) {
		return !readings.unknown.contains(tag) && readings.inFlight.add(tag);
	}

	/** Under no lock, since a client that cannot ask tells its observer at once. */
	private void read(Readings readings, FinalityTag tag) {
		try {
			readings.read(tag).whenComplete((head, failure) -> answered(readings, tag, head, failure));
		}
		catch (Throwable ex) {
			synchronized (this) {
				readings.inFlight.remove(tag);
			}
			throw ex;
		}
	}

	private void answered(Readings readings, FinalityTag tag, @Nullable Head head, @Nullable Throwable failure) {
		boolean switchOff = failure instanceof JsonRpcException error && error.outcome() == CallOutcome.ERROR
				&& NOT_UNDERSTOOD.contains(error.code());
		synchronized (this) {
			readings.inFlight.remove(tag);
			if (switchOff) {
				readings.unknown.add(tag);
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

	/** What is read over one connection. */
	private static final class Readings {

		private final EthereumNode node;

		private final Set<FinalityTag> inFlight = EnumSet.noneOf(FinalityTag.class);

		private final Set<FinalityTag> unknown = EnumSet.noneOf(FinalityTag.class);

		Readings(EthereumNode node) {
			this.node = node;
		}

		CompletableFuture<@Nullable Head> read(FinalityTag tag) {
			return (tag == FinalityTag.SAFE) ? this.node.safeHead() : this.node.finalizedHead();
		}

	}

	interface Listener {

		void finalityRead(FinalityTag tag, Head head, long receivedNanos);

	}

}
