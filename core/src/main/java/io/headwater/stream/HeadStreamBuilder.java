package io.headwater.stream;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;

import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.FailurePolicy;
import io.headwater.support.InvalidSettingException;
import io.headwater.transport.HandshakeHeadersProvider;
import io.headwater.transport.NodeClientFactory;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.NodeIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.unit.DataSize;

/**
 * Makes a {@link HeadStream}. Everything but the nodes has a default, which is that of
 * the property of the same name; an address alone makes a stream that works. A value with
 * which none can run is refused by {@link #build}. Not safe for use by several threads.
 */
// Long because there are so many settings: its methods have no logic.
public final class HeadStreamBuilder {

	final String chain;

	final List<NodeEndpoint> nodes = new ArrayList<>();

	final List<HandshakeHeadersProvider> headersProviders = new ArrayList<>();

	@Nullable Long chainId;

	boolean autoStartup = true;

	@Nullable Long start;

	int confirmations;

	int window = 4096;

	boolean haltOnDeepReorg = true;

	@Nullable Integer maxInFlight;

	@Nullable Integer maxRequestsPerSecond;

	@Nullable Long maxBlocks;

	@Nullable Duration finalityInterval = Duration.ofSeconds(12);

	int queueCapacity = 256;

	Duration slowListenerAfter = Duration.ofSeconds(5);

	int maxRetries = 3;

	Duration retryDelay = Duration.ofMillis(100);

	double retryMultiplier = 2;

	Duration maxRetryDelay = Duration.ofSeconds(1);

	FailurePolicy.@Nullable OnFailure onFailure;

	@Nullable StepTransactions transactions;

	Duration shutdownTimeout = Duration.ofSeconds(10);

	Duration connectTimeout = Duration.ofSeconds(10);

	Duration requestTimeout = Duration.ofSeconds(10);

	Duration sendTimeout = Duration.ofSeconds(10);

	Duration partialMessageTimeout = Duration.ofSeconds(30);

	DataSize maxMessageSize = DataSize.ofMegabytes(4);

	Duration keepAliveInterval = Duration.ofSeconds(20);

	Duration keepAliveTimeout = Duration.ofSeconds(10);

	int nodeLag = 5;

	@Nullable Duration staleHeadAfter;

	@Nullable Duration failBackAfter;

	Duration initialReconnectDelay = Duration.ofMillis(500);

	Duration maxReconnectDelay = Duration.ofSeconds(30);

	Duration refusedDelay = Duration.ofMinutes(5);

	CheckpointStore checkpointStore = new InMemoryCheckpointStore();

	@Nullable String namespace;

	Duration lease = Duration.ofSeconds(30);

	Duration standbyInterval = Duration.ofMillis(500);

	int saveEvery = 1;

	int maxUnsaved = 256;

	private @Nullable NodeClientFactory clients;

	private StreamThreads threads = StreamThreads.platform();

	private final List<DispatchObserver> dispatchObservers = new ArrayList<>();

	private final List<StreamObserver> streamObservers = new ArrayList<>();

	private final List<CheckpointObserver> checkpointObservers = new ArrayList<>();

	HeadStreamBuilder(String chain) {
		this.chain = chain;
	}

	/**
	 * Add a node that follows the chain. The first one is preferred.
	 * @param url the address of its WebSocket, of scheme {@code ws} or {@code wss};
	 * {@code user:password@} in it becomes a header
	 * @return this builder
	 * @throws InvalidSettingException if it is no such address
	 */
	public HeadStreamBuilder node(String url) {
		return node(url, Map.of());
	}

	/**
	 * Add a node that wants headers in the handshake.
	 * @param url the address of its WebSocket
	 * @param headers the headers by name, such as {@code Authorization}; never logged
	 * @return this builder
	 * @throws InvalidSettingException if there is no such address, or no such header
	 */
	public HeadStreamBuilder node(String url, Map<String, String> headers) {
		try {
			return node(NodeEndpoint.of(url, headers));
		}
		catch (InvalidSettingException ex) {
			throw ex.within("nodes[" + this.nodes.size() + "]");
		}
	}

	/**
	 * Add a node.
	 * @param node where it listens, and how it is spoken to
	 * @return this builder
	 */
	public HeadStreamBuilder node(NodeEndpoint node) {
		this.nodes.add(node);
		return this;
	}

	/**
	 * Ask a provider for more headers before each attempt to connect, after those that
	 * were added before.
	 * @param provider called on a thread that may wait
	 * @return this builder
	 */
	public HeadStreamBuilder headersProvider(HandshakeHeadersProvider provider) {
		this.headersProviders.add(provider);
		return this;
	}

	/**
	 * Set which chain a node must follow.
	 * @param chainId the id (EIP-155), positive, or {@code null} to take that of the
	 * first node that is reached, which is the default
	 * @return this builder
	 */
	public HeadStreamBuilder chainId(@Nullable Long chainId) {
		this.chainId = chainId;
		return this;
	}

	/**
	 * Set whether the stream starts with its {@link HeadStreams}.
	 * @param autoStartup {@code true} is the default
	 * @return this builder
	 */
	public HeadStreamBuilder autoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
		return this;
	}

	/**
	 * Set where to begin without a checkpoint.
	 * @param start the number of the first head, or {@code null} for the newest one,
	 * which is the default
	 * @return this builder
	 */
	public HeadStreamBuilder start(@Nullable Long start) {
		this.start = start;
		return this;
	}

	/**
	 * Set how many heads on top of a head confirm it.
	 * @param confirmations 0, the default, publishes no head as confirmed
	 * @return this builder
	 */
	public HeadStreamBuilder confirmations(int confirmations) {
		this.confirmations = confirmations;
		return this;
	}

	/**
	 * Set how many delivered heads are remembered, and so how deep a reorg is that can be
	 * reported exactly.
	 * @param window at least 2, and more than the confirmations; 4096 is the default
	 * @return this builder
	 */
	public HeadStreamBuilder window(int window) {
		this.window = window;
		return this;
	}

	/**
	 * Set what to do when continuity cannot be shown.
	 * @param haltOnDeepReorg whether to deliver nothing more until somebody acknowledges
	 * it, which is the default
	 * @return this builder
	 */
	public HeadStreamBuilder haltOnDeepReorg(boolean haltOnDeepReorg) {
		this.haltOnDeepReorg = haltOnDeepReorg;
		return this;
	}

	/**
	 * Set how missing heads are fetched.
	 * @param maxInFlight how many requests may be under way, 1 to 16, or {@code null} for
	 * up to 16, which is the default
	 * @param maxRequestsPerSecond the most requests in a second, 0 for no limit, or
	 * {@code null} to find out what the node bears, which is the default
	 * @param maxBlocks the most heads to fetch, or {@code null} for all, which is the
	 * default; older ones are skipped
	 * @return this builder
	 */
	public HeadStreamBuilder catchUp(@Nullable Integer maxInFlight, @Nullable Integer maxRequestsPerSecond,
			@Nullable Long maxBlocks) {
		this.maxInFlight = maxInFlight;
		this.maxRequestsPerSecond = maxRequestsPerSecond;
		this.maxBlocks = maxBlocks;
		return this;
	}

	/**
	 * Set how often the safe and the finalized block are read.
	 * @param interval the shortest time between two readings, 12 s by default, or
	 * {@code null} to read none
	 * @return this builder
	 */
	public HeadStreamBuilder finalityInterval(@Nullable Duration interval) {
		this.finalityInterval = interval;
		return this;
	}

	/**
	 * Set how many heads may wait for the listeners.
	 * @param queueCapacity at least 1; 256 is the default
	 * @return this builder
	 */
	public HeadStreamBuilder queueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
		return this;
	}

	/**
	 * Set how long a listener may take before a warning is logged.
	 * @param slowListenerAfter 5 s by default
	 * @return this builder
	 */
	public HeadStreamBuilder slowListenerAfter(Duration slowListenerAfter) {
		this.slowListenerAfter = slowListenerAfter;
		return this;
	}

	/**
	 * Set how often a listener that fails is called again.
	 * @param maxRetries how often, 3 by default
	 * @param delay the delay before the first time, 100 ms by default
	 * @param multiplier how it grows from one time to the next, 2 by default
	 * @param maxDelay the longest delay, 1 s by default
	 * @return this builder
	 */
	public HeadStreamBuilder retry(int maxRetries, Duration delay, double multiplier, Duration maxDelay) {
		this.maxRetries = maxRetries;
		this.retryDelay = delay;
		this.retryMultiplier = multiplier;
		this.maxRetryDelay = maxDelay;
		return this;
	}

	/**
	 * Set what to do when a listener has failed each time.
	 * @param onFailure what to do, or {@code null} for the default: to go on, and to halt
	 * with {@link #transactions}
	 * @return this builder
	 */
	public HeadStreamBuilder onFailure(FailurePolicy.@Nullable OnFailure onFailure) {
		this.onFailure = onFailure;
		return this;
	}

	/**
	 * Commit what the listeners do together with the checkpoint.
	 * @param transactions on the database of the checkpoint store, or {@code null} for
	 * none, which is the default
	 * @return this builder
	 */
	public HeadStreamBuilder transactions(@Nullable StepTransactions transactions) {
		this.transactions = transactions;
		return this;
	}

	/**
	 * Set how long a running listener may take when the stream stops.
	 * @param shutdownTimeout 10 s by default
	 * @return this builder
	 */
	public HeadStreamBuilder shutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
		return this;
	}

	/**
	 * Set how long opening a connection may take.
	 * @param connectTimeout name look-up, TCP, TLS and upgrade together, at least 100 ms;
	 * 10 s by default
	 * @return this builder
	 */
	public HeadStreamBuilder connectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
		return this;
	}

	/**
	 * Set how long a node may take to answer a call.
	 * @param requestTimeout at least 100 ms; 10 s by default
	 * @return this builder
	 */
	public HeadStreamBuilder requestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
		return this;
	}

	/**
	 * Set how long a message may take to be sent.
	 * @param sendTimeout at least 100 ms; 10 s by default
	 * @return this builder
	 */
	public HeadStreamBuilder sendTimeout(Duration sendTimeout) {
		this.sendTimeout = sendTimeout;
		return this;
	}

	/**
	 * Set how long a message may take to come in.
	 * @param partialMessageTimeout from its first part to its last; 30 s by default
	 * @return this builder
	 */
	public HeadStreamBuilder partialMessageTimeout(Duration partialMessageTimeout) {
		this.partialMessageTimeout = partialMessageTimeout;
		return this;
	}

	/**
	 * Set the longest message that is read.
	 * @param maxMessageSize 1 KB to 32 MB; 4 MB by default
	 * @return this builder
	 */
	public HeadStreamBuilder maxMessageSize(DataSize maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
		return this;
	}

	/**
	 * Set how it is found out that a node is dead.
	 * @param interval the time without a frame after which the node is pinged, 20 s by
	 * default
	 * @param timeout the time after a ping until the connection is given up, 10 s by
	 * default
	 * @return this builder
	 */
	public HeadStreamBuilder keepAlive(Duration interval, Duration timeout) {
		this.keepAliveInterval = interval;
		this.keepAliveTimeout = timeout;
		return this;
	}

	/**
	 * Set when a node counts as behind.
	 * @param nodeLag how many heads it may be behind another one; 5 by default
	 * @return this builder
	 */
	public HeadStreamBuilder nodeLag(int nodeLag) {
		this.nodeLag = nodeLag;
		return this;
	}

	/**
	 * Set when the newest head counts as stale.
	 * @param staleHeadAfter the time without a head after which the node is asked, or
	 * {@code null} for three times the interval between blocks, which is the default
	 * @return this builder
	 */
	public HeadStreamBuilder staleHeadAfter(@Nullable Duration staleHeadAfter) {
		this.staleHeadAfter = staleHeadAfter;
		return this;
	}

	/**
	 * Set when the stream returns to a more preferred node.
	 * @param failBackAfter for how long that node must have been well, at least 1 s, or
	 * {@code null} to stay with the followed one, which is the default
	 * @return this builder
	 */
	public HeadStreamBuilder failBackAfter(@Nullable Duration failBackAfter) {
		this.failBackAfter = failBackAfter;
		return this;
	}

	/**
	 * Set how soon a lost connection is opened again. Each delay is drawn at random.
	 * @param initialDelay the shortest delay, 500 ms by default
	 * @param maxDelay the longest delay after usual failures, 30 s by default
	 * @param refusedDelay the delay after a node has refused to serve us, 5 minutes by
	 * default
	 * @return this builder
	 */
	public HeadStreamBuilder reconnect(Duration initialDelay, Duration maxDelay, Duration refusedDelay) {
		this.initialReconnectDelay = initialDelay;
		this.maxReconnectDelay = maxDelay;
		this.refusedDelay = refusedDelay;
		return this;
	}

	/**
	 * Set where the checkpoint is kept.
	 * @param checkpointStore by default in memory, where a restart forgets it; streams
	 * may share one
	 * @return this builder
	 */
	public HeadStreamBuilder checkpointStore(CheckpointStore checkpointStore) {
		this.checkpointStore = checkpointStore;
		return this;
	}

	/**
	 * Set the name under which the checkpoint is kept. Instances with the same name share
	 * it, and one of them delivers.
	 * @param namespace such as the application's name; may be {@code null}, which is the
	 * default, in memory only
	 * @return this builder
	 */
	public HeadStreamBuilder namespace(@Nullable String namespace) {
		this.namespace = namespace;
		return this;
	}

	/**
	 * Set how instances take turns.
	 * @param lease the time after which another instance takes over from one that no
	 * longer renews it, 1 s to 1 hour; 30 s by default
	 * @param standbyInterval the longest time between two attempts of an instance that
	 * waits for its turn, 10 ms to 1 hour; 500 ms by default
	 * @return this builder
	 */
	public HeadStreamBuilder lease(Duration lease, Duration standbyInterval) {
		this.lease = lease;
		this.standbyInterval = standbyInterval;
		return this;
	}

	/**
	 * Set how often the checkpoint is saved.
	 * @param saveEvery after how many steps, 1 by default; one second after the last one
	 * anyway
	 * @param maxUnsaved how many steps may be delivered while the store is away, 256 by
	 * default
	 * @return this builder
	 */
	public HeadStreamBuilder save(int saveEvery, int maxUnsaved) {
		this.saveEvery = saveEvery;
		this.maxUnsaved = maxUnsaved;
		return this;
	}

	/**
	 * Replace Headwater's own WebSocket client.
	 * @param clients makes the client for each node
	 * @return this builder
	 */
	public HeadStreamBuilder clients(NodeClientFactory clients) {
		this.clients = clients;
		return this;
	}

	/**
	 * Set on what kind of threads the stream works.
	 * @param threads {@link StreamThreads#platform()} by default
	 * @return this builder
	 */
	public HeadStreamBuilder threads(StreamThreads threads) {
		this.threads = threads;
		return this;
	}

	/**
	 * Observe deliveries, such as by meters.
	 * @param observer called after those that were added before
	 * @return this builder
	 */
	public HeadStreamBuilder dispatchObserver(DispatchObserver observer) {
		this.dispatchObservers.add(observer);
		return this;
	}

	/**
	 * Observe connections and states, such as by meters.
	 * @param observer called after those that were added before
	 * @return this builder
	 */
	public HeadStreamBuilder streamObserver(StreamObserver observer) {
		this.streamObservers.add(observer);
		return this;
	}

	/**
	 * Observe the saving of the checkpoint, such as by meters.
	 * @param observer called after those that were added before
	 * @return this builder
	 */
	public HeadStreamBuilder checkpointObserver(CheckpointObserver observer) {
		this.checkpointObservers.add(observer);
		return this;
	}

	/**
	 * Make the stream. It runs only as a part of {@link HeadStreams}.
	 * @param events where events are published: the application context
	 * @return the stream, stopped
	 * @throws InvalidSettingException if there is no node, or a value with which no
	 * stream can run
	 */
	public HeadStream build(ApplicationEventPublisher events) {
		StreamSettings settings = StreamSettings.of(this);
		NodeClientFactory clients = Objects.requireNonNullElseGet(this.clients, this.threads::ownClients);
		StreamResources resources = new StreamResources(clients, events, this.checkpointStore, LeaseHolder::newOwner,
				DispatchObserver.of(this.dispatchObservers), StreamObserver.of(this.streamObservers),
				CheckpointObserver.of(this.checkpointObservers), this.threads, Clock.systemUTC(), System::nanoTime,
				new Random());
		return new HeadStream(settings, endpoints(), resources);
	}

	List<NodeEndpoint> endpoints() {
		List<NodeEndpoint> endpoints = new ArrayList<>();
		for (NodeEndpoint node : this.nodes) {
			endpoints.add((this.headersProviders.isEmpty() || node.freshHeaders() != null) ? node : node
				.withFreshHeaders(freshHeaders(new NodeIdentity(this.chain, endpoints.size(), node.toString()))));
		}
		return endpoints;
	}

	private Callable<Map<String, String>> freshHeaders(NodeIdentity node) {
		List<HandshakeHeadersProvider> providers = List.copyOf(this.headersProviders);
		return () -> {
			Map<String, String> headers = new LinkedHashMap<>();
			for (HandshakeHeadersProvider provider : providers) {
				headers.putAll(provider.headers(node));
			}
			return headers;
		};
	}

}
