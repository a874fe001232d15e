package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.dispatch.FailurePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of one chain.
 */
// Long because there are so many: it has no logic.
public class ChainProperties {

	/**
	 * Nodes that follow the chain, in order of preference.
	 */
	private List<NodeProperties> nodes = new ArrayList<>();

	/**
	 * Chain id (EIP-155) that a node must have. By default, that of the first node that
	 * is reached.
	 */
	private @Nullable Long chainId;

	/**
	 * Whether to follow the chain when the application starts, before it is ready.
	 */
	private boolean autoStartup = true;

	/**
	 * Number of steps, which are heads with their events, that may wait for the
	 * listeners. When so many wait, the chain itself is the queue: what comes then is
	 * fetched when there is room.
	 */
	private int queueCapacity = 256;

	/**
	 * What to do when a listener fails on an event each time it is called: by default
	 * 'continue', or 'halt' for a chain that is 'transactional'. Delivery always halts
	 * when the event is a reorg, a reset or a resumption.
	 */
	private FailurePolicy.@Nullable OnFailure onFailure;

	/**
	 * Whether what the listeners write to the database is committed together with the
	 * checkpoint. The checkpoints must be in the same database, and 'on-failure' cannot
	 * be 'continue'.
	 */
	private boolean transactional;

	/**
	 * Time that a listener may take before a warning is logged.
	 */
	private Duration slowListenerAfter = Duration.ofSeconds(5);

	/**
	 * Time that opening a connection may take: name look-up, TCP, TLS and upgrade
	 * together.
	 */
	private Duration connectTimeout = Duration.ofSeconds(10);

	/**
	 * Time that a node may take to answer a call.
	 */
	private Duration requestTimeout = Duration.ofSeconds(10);

	/**
	 * Time that a message may take to be sent. After it the connection is given up.
	 */
	private Duration sendTimeout = Duration.ofSeconds(10);

	/**
	 * Time that a message may take to come in, from its first part to its last. After it
	 * the connection is given up.
	 */
	private Duration partialMessageTimeout = Duration.ofSeconds(30);

	/**
	 * Longest message that is read, 1KB to 32MB. After a longer one the connection is
	 * given up.
	 */
	private DataSize maxMessageSize = DataSize.ofMegabytes(4);

	/**
	 * Time that a running listener may take when the application stops.
	 */
	private Duration shutdownTimeout = Duration.ofSeconds(10);

	/**
	 * Where to begin without a checkpoint: 'latest', or the number of the first block to
	 * deliver.
	 */
	private String start = "latest";

	/**
	 * Number of heads on top of a head after which it is published as confirmed. 0
	 * publishes none.
	 */
	private int confirmations;

	/**
	 * Number of delivered heads that are remembered. A reorg can be reported exactly up
	 * to this depth.
	 */
	private int window = 4096;

	/**
	 * What to do after a ChainResetEvent: 'halt' until it is acknowledged, or 'continue'.
	 */
	private DeepReorg deepReorg = DeepReorg.HALT;

	/**
	 * Number of heads that a node may be behind another one before it counts as behind.
	 */
	private int nodeLag = 5;

	private final Retry retry = new Retry();

	private final CatchUp catchUp = new CatchUp();

	private final Finality finality = new Finality();

	private final StaleHead staleHead = new StaleHead();

	private final FailBack failBack = new FailBack();

	private final KeepAlive keepAlive = new KeepAlive();

	private final Reconnect reconnect = new Reconnect();

	public List<NodeProperties> getNodes() {
		return this.nodes;
	}

	public void setNodes(List<NodeProperties> nodes) {
		this.nodes = nodes;
	}

	public @Nullable Long getChainId() {
		return this.chainId;
	}

	public void setChainId(@Nullable Long chainId) {
		this.chainId = chainId;
	}

	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	public int getQueueCapacity() {
		return this.queueCapacity;
	}

	public void setQueueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
	}

	public FailurePolicy.@Nullable OnFailure getOnFailure() {
		return this.onFailure;
	}

	public void setOnFailure(FailurePolicy.@Nullable OnFailure onFailure) {
		this.onFailure = onFailure;
	}

	public boolean isTransactional() {
		return this.transactional;
	}

	public void setTransactional(boolean transactional) {
		this.transactional = transactional;
	}

	public Duration getSlowListenerAfter() {
		return this.slowListenerAfter;
	}

	public void setSlowListenerAfter(Duration slowListenerAfter) {
		this.slowListenerAfter = slowListenerAfter;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public Duration getSendTimeout() {
		return this.sendTimeout;
	}

	public void setSendTimeout(Duration sendTimeout) {
		this.sendTimeout = sendTimeout;
	}

	public Duration getPartialMessageTimeout() {
		return this.partialMessageTimeout;
	}

	public void setPartialMessageTimeout(Duration partialMessageTimeout) {
		this.partialMessageTimeout = partialMessageTimeout;
	}

	public DataSize getMaxMessageSize() {
		return this.maxMessageSize;
	}

	public void setMaxMessageSize(DataSize maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	public Duration getShutdownTimeout() {
		return this.shutdownTimeout;
	}

	public void setShutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
	}

	public String getStart() {
		return this.start;
	}

	public void setStart(String start) {
		this.start = start;
	}

	public int getConfirmations() {
		return this.confirmations;
	}

	public void setConfirmations(int confirmations) {
		this.confirmations = confirmations;
	}

	public int getWindow() {
		return this.window;
	}

	public void setWindow(int window) {
		this.window = window;
	}

	public DeepReorg getDeepReorg() {
		return this.deepReorg;
	}

	public void setDeepReorg(DeepReorg deepReorg) {
		this.deepReorg = deepReorg;
	}

	public int getNodeLag() {
		return this.nodeLag;
	}

	public void setNodeLag(int nodeLag) {
		this.nodeLag = nodeLag;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public CatchUp getCatchUp() {
		return this.catchUp;
	}

	public Finality getFinality() {
		return this.finality;
	}

	public StaleHead getStaleHead() {
		return this.staleHead;
	}

	public FailBack getFailBack() {
		return this.failBack;
	}

	public KeepAlive getKeepAlive() {
		return this.keepAlive;
	}

	public Reconnect getReconnect() {
		return this.reconnect;
	}

	/**
	 * What to do when continuity cannot be shown.
	 */
	public enum DeepReorg {

		/**
		 * Tell it, and deliver nothing more until it is acknowledged.
		 */
		HALT,

		/**
		 * Tell it, and go on.
		 */
		CONTINUE

	}

	/**
	 * How missing heads are fetched.
	 */
	public static class CatchUp {

		/**
		 * Number of requests for headers that may be under way at a time, 1 to 16, or
		 * 'auto' for up to 16, as many as the rate needs.
		 */
		private String maxInFlight = "auto";

		/**
		 * Most requests for headers in a second, or 'auto' to find out what the node
		 * bears. 0 sets no limit.
		 */
		private String maxRequestsPerSecond = "auto";

		/**
		 * Most missing heads to fetch. Older ones are skipped, which an event reports,
		 * unless they are replayed on demand. By default, all are fetched.
		 */
		private @Nullable Long maxBlocks;

		public String getMaxInFlight() {
			return this.maxInFlight;
		}

		public void setMaxInFlight(String maxInFlight) {
			this.maxInFlight = maxInFlight;
		}

		public String getMaxRequestsPerSecond() {
			return this.maxRequestsPerSecond;
		}

		public void setMaxRequestsPerSecond(String maxRequestsPerSecond) {
			this.maxRequestsPerSecond = maxRequestsPerSecond;
		}

		public @Nullable Long getMaxBlocks() {
			return this.maxBlocks;
		}

		public void setMaxBlocks(@Nullable Long maxBlocks) {
			this.maxBlocks = maxBlocks;
		}

	}

	/**
	 * When a stream returns to a more preferred node.
	 */
	public static class FailBack {

		/**
		 * Time for which a more preferred node must have been well before the stream
		 * returns to it. It is asked as often: whether it is reached, has the chain, and
		 * is not behind. By default, the stream returns only when the followed node
		 * fails.
		 */
		private @Nullable Duration after;

		public @Nullable Duration getAfter() {
			return this.after;
		}

		public void setAfter(@Nullable Duration after) {
			this.after = after;
		}

	}

	/**
	 * How the node's safe and finalized blocks are read.
	 */
	public static class Finality {

		/**
		 * Whether to read the node's safe and finalized blocks.
		 */
		private boolean enabled = true;

		/**
		 * Shortest time between two readings of the safe and the finalized block. Each
		 * one follows an announced head.
		 */
		private Duration interval = Duration.ofSeconds(12);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

	}

	/**
	 * How it is found out that a node is dead.
	 */
	public static class KeepAlive {

		/**
		 * Time without a frame after which the node is pinged.
		 */
		private Duration interval = Duration.ofSeconds(20);

		/**
		 * Time without a frame after a ping until the connection is given up.
		 */
		private Duration timeout = Duration.ofSeconds(10);

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * How a lost connection is sought again. It is never given up.
	 */
	public static class Reconnect {

		/**
		 * Shortest delay before a new attempt. Each delay is random between this one and
		 * a limit, which starts there, doubles with each attempt, and stops at the
		 * longest delay.
		 */
		private Duration initialDelay = Duration.ofMillis(500);

		/**
		 * Longest delay before a new attempt. After a failure that tends to last, such as
		 * TLS, it is four times as long, and ten times after too many requests.
		 */
		private Duration maxDelay = Duration.ofSeconds(30);

		/**
		 * Delay before a node is tried again that is of another chain, refuses the
		 * credentials or announces no heads.
		 */
		private Duration refusedDelay = Duration.ofMinutes(5);

		public Duration getInitialDelay() {
			return this.initialDelay;
		}

		public void setInitialDelay(Duration initialDelay) {
			this.initialDelay = initialDelay;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public Duration getRefusedDelay() {
			return this.refusedDelay;
		}

		public void setRefusedDelay(Duration refusedDelay) {
			this.refusedDelay = refusedDelay;
		}

	}

	/**
	 * How often a listener that fails is called again.
	 */
	public static class Retry {

		/**
		 * Number of times that a listener is called again with an event that it failed
		 * on. 0 calls it once only.
		 */
		private int maxRetries = 3;

		/**
		 * Delay before a listener is called again.
		 */
		private Duration delay = Duration.ofMillis(100);

		/**
		 * Multiplier for the delay from one call to the next.
		 */
		private double multiplier = 2;

		/**
		 * Longest delay between two calls of a listener.
		 */
		private Duration maxDelay = Duration.ofSeconds(1);

		public int getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

	}

	/**
	 * When the newest head counts as stale.
	 */
	public static class StaleHead {

		/**
		 * Time without a head until the node is asked whether its chain has moved. By
		 * default, three times the observed block interval, and ten seconds at least.
		 * After a change of nodes, a branch lower than what was delivered is accepted
		 * only after this time, too (ten seconds by default).
		 */
		private @Nullable Duration after;

		public @Nullable Duration getAfter() {
			return this.after;
		}

		public void setAfter(@Nullable Duration after) {
			this.after = after;
		}

	}

}
