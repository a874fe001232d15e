package io.headwater.stream;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.Head;
import io.headwater.StreamState;
import io.headwater.StreamStateChangedEvent;
import io.headwater.chain.FinalityTag;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.dispatch.Publisher;
import io.headwater.dispatch.PublisherListener;
import io.headwater.dispatch.PublisherState;
import io.headwater.dispatch.StepBoundary;
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

	private final DeliveryStatus delivery;

	private final AtomicLong timesQueueFull = new AtomicLong();

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
		this.delivery = new DeliveryStatus(settings.chain(), this::changed);
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
		this.delivery.started();
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
		return this.delivery.get();
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
	 * Deliver nothing after the running event until {@link #resume()}: steps wait in the
	 * queue, and, when it is full, at the node. A stop ends the pause. Nothing happens if
	 * the stream is stopped, paused, or halted by a listener.
	 */
	public void pause() {
		Run run = this.run;
		if (run != null) {
			run.publisher.pause();
		}
	}

	/**
	 * Deliver again, after {@link #pause()} or after a listener that kept failing has
	 * halted the delivery: then with those listeners that have not finished the event.
	 * Nothing happens otherwise; where continuity could not be shown,
	 * {@link #acknowledge()} is what it waits for.
	 */
	public void resume() {
		Run run = this.run;
		if (run != null) {
			run.publisher.resume();
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
		return this.settings.dispatch().queueCapacity();
	}

	/**
	 * Return how long the oldest step has waited that is still in the queue.
	 * @return the time since its frame came, zero if none waits
	 */
	public Duration queueAge() {
		Run run = this.run;
		return (run != null) ? run.publisher.queueAge() : Duration.ZERO;
	}

	/**
	 * Return how often the queue was full when a step was to enter it.
	 * @return the number of times since the application started
	 */
	public long timesQueueFull() {
		return this.timesQueueFull.get();
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
	 * Return how long ago the last frame came from any node of the chain. It is short
	 * while a node is there at all, even if it announces nothing, and grows while none
	 * is.
	 * @return the time since then, or {@code null} before the first connection since the
	 * start
	 */
	public @Nullable Duration sinceLastFrame() {
		Run run = this.run;
		return (run != null) ? run.transports.stream()
			.map(NodeTransport::sinceLastFrame)
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null) : null;
	}

	/**
	 * What exists from a start to the next stop.
	 */
	private final class Run implements PublisherListener {

		private final ExecutorService writer;

		private final Publisher publisher;

		private final List<NodeTransport> transports;

		private final WalkDriver driver;

		private final NodeLink link;

		Run(ScheduledExecutorService scheduler) {
			StreamResources resources = HeadStream.this.resources;
			StreamSettings settings = HeadStream.this.settings;
			this.writer = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_THREAD_LIFE.toNanos(), TimeUnit.NANOSECONDS,
					new SynchronousQueue<>(), resources.threads().named(threadName("writer")),
					new ThreadPoolExecutor.DiscardPolicy());
			this.publisher = new Publisher(settings.dispatch(), resources.events(), StepBoundary.NONE,
					resources.dispatchObserver(), this, resources.clock(), resources.nanoTime());
			this.transports = HeadStream.this.nodes.stream()
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
					HeadStream.this.delivery, this::reorgStorm);
			LinkContext context = new LinkContext(settings.chain(), settings.link(), settings.jsonRpc(),
					new ChainIdentity(settings.chain(), settings.chainId()), scheduler, resources.nanoTime(),
					resources.streamObserver(), log);
			this.link = new NodeLink(context, records(), new LinkClient(client, node, frames),
					HeadStream.this.connectionState, this.driver);
		}

		private List<NodeRecord> records() {
			StreamResources resources = HeadStream.this.resources;
			long now = resources.nanoTime().getAsLong();
			return this.transports.stream()
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

		@Override
		public void queueFull() {
			HeadStream.this.timesQueueFull.incrementAndGet();
		}

		@Override
		public void roomAgain() {
			this.driver.room();
		}

		@Override
		public void moved(PublisherState state, String reason) {
			HeadStream.this.delivery.publisher(state, reason);
			if (state == PublisherState.HALTED) {
				logger.error("[" + chain() + "] Delivery has halted: " + reason
						+ ". It goes on with the listeners that have not finished the event after HeadStreams.resume(\""
						+ chain() + "\")");
			}
		}

	}

}
