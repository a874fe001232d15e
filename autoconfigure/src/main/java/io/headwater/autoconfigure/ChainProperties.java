package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of one chain.
 */
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
	 * Whether to follow the chain as soon as the application has started.
	 */
	private boolean autoStartup = true;

	/**
	 * Number of heads that may wait for the listeners. When so many wait, the chain
	 * itself is the queue: what comes then is fetched when there is room.
	 */
	private int queueCapacity = 256;

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
	 * Longest message that is read. After a longer one the connection is given up.
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
	 * Number of heads on top of a head after which it is told as confirmed. 0 tells none.
	 */
	private int confirmations;

	/**
	 * Number of delivered heads that are remembered. A reorg can be told exactly up to
	 * this depth.
	 */
	private int window = 4096;

	/**
	 * What to do when continuity cannot be shown.
	 */
	private DeepReorg deepReorg = DeepReorg.HALT;

	/**
	 * Time without a head after which a node is asked whether its chain has moved.
	 */
	private Duration staleHeadAfter = Duration.ofSeconds(10);

	private final CatchUp catchUp = new CatchUp();

	private final Finality finality = new Finality();

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

	public Duration getStaleHeadAfter() {
		return this.staleHeadAfter;
	}

	public void setStaleHeadAfter(Duration staleHeadAfter) {
		this.staleHeadAfter = staleHeadAfter;
	}

	public CatchUp getCatchUp() {
		return this.catchUp;
	}

	public Finality getFinality() {
		return this.finality;
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
		 * Number of requests for headers that may be under way at a time.
		 */
		private int maxInFlight = 4;

		/**
		 * Most requests for headers in a second. 0 sets no limit.
		 */
		private int maxRequestsPerSecond = 20;

		/**
		 * Most missing heads to catch up; older ones are skipped, and that is told. By
		 * default, all.
		 */
		private @Nullable Long maxBlocks;

		public int getMaxInFlight() {
			return this.maxInFlight;
		}

		public void setMaxInFlight(int maxInFlight) {
			this.maxInFlight = maxInFlight;
		}

		public int getMaxRequestsPerSecond() {
			return this.maxRequestsPerSecond;
		}

		public void setMaxRequestsPerSecond(int maxRequestsPerSecond) {
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
	 * How the node's safe and finalized blocks are read.
	 */
	public static class Finality {

		/**
		 * Whether to tell the node's safe and finalized blocks.
		 */
		private boolean enabled = true;

		/**
		 * Shortest time between two readings, which follow the delivery of a head.
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
	 * How a lost connection is sought again. It is never given up.
	 */
	public static class Reconnect {

		/**
		 * Delay before the first new attempt. It doubles with each attempt, with some
		 * chance added.
		 */
		private Duration initialDelay = Duration.ofMillis(500);

		/**
		 * Longest delay between attempts.
		 */
		private Duration maxDelay = Duration.ofSeconds(30);

		/**
		 * Delay before a node of another chain is asked again.
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

}
