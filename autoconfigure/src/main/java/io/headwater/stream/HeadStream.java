package io.headwater.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.Head;
import io.headwater.StreamState;
import io.headwater.StreamStateChangedEvent;
import io.headwater.chain.FinalityTag;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.dispatch.Publisher;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.node.EthereumNode;
import io.headwater.node.NodeHeaderSource;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.NodeTransport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Follows the head of one chain and publishes its events. It is started and stopped by
 * {@link HeadStreams}; its readings may be taken on any thread.
 */
public final class HeadStream {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	private static final Duration IDLE_THREAD_LIFE = Duration.ofSeconds(5);

	private final StreamSettings settings;

	private final List<NodeEndpoint> nodes;

	private final StreamResources resources;

	private final StateHolder<ConnectionState> connectionState;

	private final StateHolder<DeliveryState> deliveryState;

	private volatile @Nullable Run run;

	/**
	 * Create a stream that is stopped.
	 * @param settings what it is to keep to
	 * @param nodes the nodes of its chain, at least one, in order of preference
	 * @param resources what it shares with other streams
	 */
	public HeadStream(StreamSettings settings, List<NodeEndpoint> nodes, StreamResources resources) {
		this.settings = settings;
		this.nodes = List.copyOf(nodes);
		this.resources = resources;
		this.connectionState = new StateHolder<>(settings.chain(), ConnectionState.STOPPED, this::changed);
		this.deliveryState = new StateHolder<>(settings.chain(), DeliveryState.STOPPED, this::changed);
	}

	private void changed(StateHolder.Change<? extends StreamState> change, String reason) {
		Run run = this.run;
		if (run != null) {
			run.publisher.offer(new StreamStateChangedEvent(chain(), run.driver.chainId(), change.from(), change.to(),
					reason, this.resources.clock()));
		}
	}

	void start(ScheduledExecutorService scheduler) {
		Run run = new Run(scheduler);
		this.run = run;
		run.publisher.start(this.resources.threads().named(threadName("publisher")));
		this.deliveryState.moveTo(DeliveryState.CATCHING_UP, "the stream was started");
		run.link.start();
	}

	private String threadName(String role) {
		return "headwater-" + chain() + "-" + role;
	}

	/** Stops in two halves, so that streams wait for their listeners side by side. */
	void beginStop() {
		Run run = this.run;
		if (run != null) {
			run.link.stop();
			run.driver.stop();
			run.publisher.close();
			run.writer.shutdown();
		}
	}

	void awaitStop() {
		Run run = this.run;
		if (run != null && !run.publisher.awaitEnd(this.settings.shutdownTimeout())) {
			logger.warn("[" + chain() + "] A listener did not return within "
					+ this.settings.shutdownTimeout().toMillis() + " ms; its thread was interrupted and left alone");
		}
		this.run = null;
	}

	boolean isRunning() {
		return this.run != null;
	}

	boolean isAutoStartup() {
		return this.settings.autoStartup();
	}

	/**
	 * Return the name of the chain.
	 * @return the name under which it is configured
	 */
	public String chain() {
		return this.settings.chain();
	}

	/**
	 * Return how the connection stands.
	 * @return the state at this moment
	 */
	public ConnectionState connectionState() {
		return this.connectionState.get();
	}

	/**
	 * Return how the delivery stands.
	 * @return the state at this moment
	 */
	public DeliveryState deliveryState() {
		return this.deliveryState.get();
	}

	/**
	 * Let a halted stream go on, after somebody has read why it halted. Nothing happens
	 * if it is not halted.
	 */
	public void acknowledge() {
		Run run = this.run;
		if (run != null) {
			run.driver.acknowledge();
		}
	}

	/**
	 * Leave the followed node, or the one that is being tried, for the best of the
	 * others. The node that was left is the last choice for five minutes.
	 * @return whether there is another node; nothing happens if there is none, or if the
	 * stream does not run
	 */
	public boolean failOver() {
		Run run = this.run;
		return run != null && run.link.failOver();
	}

	/**
	 * End the connection and open another one, to the first node that can be reached in
	 * order of preference, whatever was wrong with each before. Nothing happens if the
	 * stream does not run.
	 */
	public void reconnect() {
		Run run = this.run;
		if (run != null) {
			run.link.reconnect();
		}
	}

	/**
	 * Return how each node stands.
	 * @return the nodes in order of preference
	 */
	public List<NodeStatus> nodes() {
		Run run = this.run;
		return (run != null) ? run.link.statuses() : this.nodes.stream().map(NodeStatus::unknown).toList();
	}

	/**
	 * Return how many steps wait for the listeners.
	 * @return the depth of the queue, 0 while stopped
	 */
	public int queueDepth() {
		Run run = this.run;
		return (run != null) ? run.publisher.queueDepth() : 0;
	}

	/**
	 * Return how many steps may wait for the listeners.
	 * @return the capacity of the queue
	 */
	public int queueCapacity() {
		return this.settings.queueCapacity();
	}

	/**
	 * Return how long the oldest event has been there that the listeners have not
	 * finished. It grows while a listener is stuck.
	 * @return the time since its frame came, zero if none waits
	 */
	public Duration listenerLag() {
		Run run = this.run;
		return (run != null) ? run.publisher.lag() : Duration.ZERO;
	}

	/**
	 * What exists from a start to the next stop.
	 */
	private final class Run {

		private final ExecutorService writer;

		private final Publisher publisher;

		private final WalkDriver driver;

		private final NodeLink link;

		Run(ScheduledExecutorService scheduler) {
			StreamResources resources = HeadStream.this.resources;
			StreamSettings settings = HeadStream.this.settings;
			this.writer = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_THREAD_LIFE.toNanos(), TimeUnit.NANOSECONDS,
					new SynchronousQueue<>(), resources.threads().named(threadName("writer")),
					new ThreadPoolExecutor.DiscardPolicy());
			this.publisher = new Publisher(settings.queueCapacity(), resources.events(), resources.dispatchObserver(),
					resources.nanoTime(), this::roomAgain);
			List<NodeTransport> transports = HeadStream.this.nodes.stream()
				.map((node) -> new NodeTransport(node, resources.clients(), settings.transport(), this.writer,
						scheduler, resources.nanoTime()))
				.toList();
			StreamLog log = new StreamLog(settings.chain(), resources.nanoTime());
			ChainJsonRpcObserver frames = new ChainJsonRpcObserver(settings.chain(), resources.streamObserver(), log);
			JsonRpcClient client = new JsonRpcClient(settings.jsonRpc(), scheduler, frames);
			EthereumNode node = new EthereumNode(client, this::announced);
			this.driver = new WalkDriver(settings.chain(), log, settings.tracker(),
					new NodeHeaderSource(node, settings.maxRequestsPerSecond(), scheduler, resources.nanoTime(),
							this::fetched),
					new FinalityReader(log, node, settings.finalityInterval(), resources.nanoTime(),
							this::finalityRead),
					new StepFactory(settings.chain(), resources.clock()), this.publisher, scheduler,
					HeadStream.this.deliveryState, this::reorgStorm);
			LinkContext context = new LinkContext(settings.chain(), settings.link(), settings.jsonRpc(),
					new ChainIdentity(settings.chain(), settings.chainId()), scheduler, resources.nanoTime(),
					resources.streamObserver(), log);
			this.link = new NodeLink(context, records(transports), new LinkClient(client, node, frames),
					HeadStream.this.connectionState, this.driver);
		}

		private List<NodeRecord> records(List<NodeTransport> transports) {
			StreamResources resources = HeadStream.this.resources;
			long now = resources.nanoTime().getAsLong();
			return transports.stream()
				.map((transport) -> new NodeRecord(transport, HeadStream.this.settings.link(), resources.random(), now))
				.toList();
		}

		private void announced(Head head, long receivedNanos) {
			this.link.announced(head.number(), receivedNanos);
			this.driver.announced(head, receivedNanos);
		}

		private void reorgStorm() {
			HeadStream.this.resources.streamObserver().reorgStorm(chain());
			this.link.unstable();
		}

		private void finalityRead(FinalityTag tag, Head head, long receivedNanos) {
			this.driver.finalityRead(tag, head, receivedNanos);
		}

		private void fetched(HeaderRequest request, HeaderAnswer answer) {
			Head head = answer.head();
			if (request.kind() == HeaderRequest.Kind.LATEST && head != null) {
				this.link.latestRead(head.number(), answer.receivedNanos());
			}
			this.driver.fetched(request, answer);
		}

		private void roomAgain() {
			this.driver.room();
		}

	}

}
