package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.dispatch.FailurePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of one chain.
 */
// Long because its names are flat: a nested class would change them.
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

	@NestedConfigurationProperty
	private final RetryProperties retry = new RetryProperties();

	@NestedConfigurationProperty
	private final CatchUpProperties catchUp = new CatchUpProperties();

	@NestedConfigurationProperty
	private final FinalityProperties finality = new FinalityProperties();

	@NestedConfigurationProperty
	private final StaleHeadProperties staleHead = new StaleHeadProperties();

	@NestedConfigurationProperty
	private final FailBackProperties failBack = new FailBackProperties();

	@NestedConfigurationProperty
	private final KeepAliveProperties keepAlive = new KeepAliveProperties();

	@NestedConfigurationProperty
	private final ReconnectProperties reconnect = new ReconnectProperties();

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

	public RetryProperties getRetry() {
		return this.retry;
	}

	public CatchUpProperties getCatchUp() {
		return this.catchUp;
	}

	public FinalityProperties getFinality() {
		return this.finality;
	}

	public StaleHeadProperties getStaleHead() {
		return this.staleHead;
	}

	public FailBackProperties getFailBack() {
		return this.failBack;
	}

	public KeepAliveProperties getKeepAlive() {
		return this.keepAlive;
	}

	public ReconnectProperties getReconnect() {
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

}
