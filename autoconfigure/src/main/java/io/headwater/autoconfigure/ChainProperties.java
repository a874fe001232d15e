package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.headwater.dispatch.FailurePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of one chain.
 *
 * @param nodes nodes that follow the chain, in order of preference.
 * @param chainId chain id (EIP-155) that a node must have. By default, that of the first
 * node that is reached.
 * @param autoStartup whether to follow the chain when the application starts, before it
 * is ready.
 * @param queueCapacity number of steps, which are heads with their events, that may wait
 * for the listeners. When so many wait, the chain itself is the queue: what comes then is
 * fetched when there is room.
 * @param onFailure what to do when a listener fails on an event each time it is called:
 * by default 'continue', or 'halt' for a chain that is 'transactional'. Delivery always
 * halts when the event is a reorg, a reset or a resumption.
 * @param transactional whether what the listeners write to the database is committed
 * together with the checkpoint. The checkpoints must be in the same database, and
 * 'on-failure' cannot be 'continue'.
 * @param slowListenerAfter time that a listener may take before a warning is logged.
 * @param connectTimeout time that opening a connection may take: name look-up, TCP, TLS
 * and upgrade together.
 * @param requestTimeout time that a node may take to answer a call.
 * @param sendTimeout time that a message may take to be sent. After it the connection is
 * given up.
 * @param partialMessageTimeout time that a message may take to come in, from its first
 * part to its last. After it the connection is given up.
 * @param maxMessageSize longest message that is read, 1KB to 32MB. After a longer one the
 * connection is given up.
 * @param shutdownTimeout time that a running listener may take when the application
 * stops.
 * @param start where to begin without a checkpoint: 'latest', or the number of the first
 * block to deliver.
 * @param confirmations number of heads on top of a head after which it is published as
 * confirmed. 0 publishes none.
 * @param window number of delivered heads that are remembered. A reorg can be reported
 * exactly up to this depth.
 * @param deepReorg what to do after a ChainResetEvent: 'halt' until it is acknowledged,
 * or 'continue'.
 * @param nodeLag number of heads that a node may be behind another one before it counts
 * as behind.
 */
public record ChainProperties(@DefaultValue List<NodeProperties> nodes, @Nullable Long chainId,
		@DefaultValue("true") boolean autoStartup, @DefaultValue("256") int queueCapacity,
		FailurePolicy.@Nullable OnFailure onFailure, @DefaultValue("false") boolean transactional,
		@DefaultValue("5s") Duration slowListenerAfter, @DefaultValue("10s") Duration connectTimeout,
		@DefaultValue("10s") Duration requestTimeout, @DefaultValue("10s") Duration sendTimeout,
		@DefaultValue("30s") Duration partialMessageTimeout, @DefaultValue("4MB") DataSize maxMessageSize,
		@DefaultValue("10s") Duration shutdownTimeout, @DefaultValue("latest") String start,
		@DefaultValue("0") int confirmations, @DefaultValue("4096") int window,
		@DefaultValue("halt") DeepReorg deepReorg, @DefaultValue("5") int nodeLag, @DefaultValue Retry retry,
		@DefaultValue CatchUp catchUp, @DefaultValue Finality finality, @DefaultValue StaleHead staleHead,
		@DefaultValue FailBack failBack, @DefaultValue KeepAlive keepAlive, @DefaultValue Reconnect reconnect) {

	/** What to do when continuity cannot be shown. */
	public enum DeepReorg {

		/** Tell it, and deliver nothing more until it is acknowledged. */
		HALT,

		/** Tell it, and go on. */
		CONTINUE

	}

	/**
	 * How missing heads are fetched.
	 *
	 * @param maxInFlight number of requests for headers that may be under way at a time,
	 * 1 to 16, or 'auto' for up to 16, as many as the rate needs.
	 * @param maxRequestsPerSecond most requests for headers in a second, or 'auto' to
	 * find out what the node bears. 0 sets no limit.
	 * @param maxBlocks most missing heads to fetch. Older ones are skipped, which an
	 * event reports, unless they are replayed on demand. By default, all are fetched.
	 */
	public record CatchUp(@DefaultValue("auto") String maxInFlight, @DefaultValue("auto") String maxRequestsPerSecond,
			@Nullable Long maxBlocks) {
	}

	/**
	 * When a stream returns to a more preferred node.
	 *
	 * @param after time for which a more preferred node must have been well before the
	 * stream returns to it. It is asked as often: whether it is reached, has the chain,
	 * and is not behind. By default, the stream returns only when the followed node
	 * fails.
	 */
	public record FailBack(@Nullable Duration after) {
	}

	/**
	 * How the node's safe and finalized blocks are read.
	 *
	 * @param enabled whether to read the node's safe and finalized blocks.
	 * @param interval shortest time between two readings of the safe and the finalized
	 * block. Each one follows an announced head.
	 */
	public record Finality(@DefaultValue("true") boolean enabled, @DefaultValue("12s") Duration interval) {
	}

	/**
	 * How it is found out that a node is dead.
	 *
	 * @param interval time without a frame after which the node is pinged.
	 * @param timeout time without a frame after a ping until the connection is given up.
	 */
	public record KeepAlive(@DefaultValue("20s") Duration interval, @DefaultValue("10s") Duration timeout) {
	}

	/**
	 * How a lost connection is sought again. It is never given up.
	 *
	 * @param initialDelay shortest delay before a new attempt. Each delay is random
	 * between this one and a limit, which starts there, doubles with each attempt, and
	 * stops at the longest delay.
	 * @param maxDelay longest delay before a new attempt. After a failure that tends to
	 * last, such as TLS, it is four times as long, and ten times after too many requests.
	 * Over all nodes of the chain, ten attempts are made in the first minute of an
	 * outage, and then one every 15 seconds, or as often as this delay if it is shorter.
	 * @param refusedDelay delay before a node is tried again that is of another chain,
	 * refuses the credentials or announces no heads.
	 */
	public record Reconnect(@DefaultValue("500ms") Duration initialDelay, @DefaultValue("30s") Duration maxDelay,
			@DefaultValue("5m") Duration refusedDelay) {
	}

	/**
	 * How often a listener that fails is called again.
	 *
	 * @param maxRetries number of times that a listener is called again with an event
	 * that it failed on. 0 calls it once only.
	 * @param delay delay before a listener is called again.
	 * @param multiplier multiplier for the delay from one call to the next.
	 * @param maxDelay longest delay between two calls of a listener.
	 */
	public record Retry(@DefaultValue("3") int maxRetries, @DefaultValue("100ms") Duration delay,
			@DefaultValue("2") double multiplier, @DefaultValue("1s") Duration maxDelay) {
	}

	/**
	 * When the newest head counts as stale.
	 *
	 * @param after time without a head until the node is asked whether its chain has
	 * moved. By default, three times the observed block interval, and ten seconds at
	 * least. After a change of nodes, a branch lower than what was delivered is accepted
	 * only after this time, too (ten seconds by default).
	 */
	public record StaleHead(@Nullable Duration after) {
	}

}
