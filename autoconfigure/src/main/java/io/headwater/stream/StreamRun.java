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

import io.headwater.ConnectionState;
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
 * What exists of a stream from a start to the next stop: the stages that a head passes,
 * plugged together. It is started once and stopped once.
 */
final class StreamRun implements PublisherListener {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	private static final Duration IDLE_THREAD_LIFE = Duration.ofSeconds(5);

	private final StreamSettings settings;

	private final StreamResources resources;

	private final DeliveryStatus delivery;

	private final Runnable queueFull;

	private final ExecutorService writer;

	private final Publisher publisher;

	private final List<NodeTransport> transports;

	private final WalkDriver driver;

	private final NodeLink link;

	StreamRun(StreamSettings settings, List<NodeEndpoint> nodes, StreamResources resources,
			StateHolder<ConnectionState> connection, DeliveryStatus delivery, Runnable queueFull,
			ScheduledExecutorService scheduler) {
		this.settings = settings;
		this.resources = resources;
		this.delivery = delivery;
		this.queueFull = queueFull;
		this.writer = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_THREAD_LIFE.toNanos(), TimeUnit.NANOSECONDS,
				new SynchronousQueue<>(), resources.threads().named(threadName("writer")),
				new ThreadPoolExecutor.DiscardPolicy());
		this.publisher = new Publisher(settings.dispatch(), resources.events(), StepBoundary.NONE,
				resources.dispatchObserver(), this, resources.clock(), resources.nanoTime());
		this.transports = nodes.stream()
			.map((node) -> new NodeTransport(node, resources.clients(), settings.transport(), this.writer, scheduler,
					resources.nanoTime()))
			.toList();
		StreamLog log = new StreamLog(settings.chain(), resources.nanoTime());
		ChainJsonRpcObserver frames = new ChainJsonRpcObserver(settings.chain(), resources.streamObserver(), log);
		JsonRpcClient client = new JsonRpcClient(settings.jsonRpc(), scheduler, frames);
		EthereumNode node = new EthereumNode(client, this::announced);
		this.driver = new WalkDriver(settings.chain(), log, settings.tracker(),
				new NodeHeaderSource(node, settings.maxRequestsPerSecond(), scheduler, resources.nanoTime(),
						this::fetched),
				new FinalityReader(log, node, settings.finalityInterval(), resources.nanoTime(), this::finalityRead),
				new StepFactory(settings.chain(), resources.clock()), this.publisher, scheduler, delivery,
				this::reorgStorm);
		LinkContext context = new LinkContext(settings.chain(), settings.link(), settings.jsonRpc(),
				new ChainIdentity(settings.chain(), settings.chainId()), scheduler, resources.nanoTime(),
				resources.streamObserver(), log);
		this.link = new NodeLink(context, records(), new LinkClient(client, node, frames), connection, this.driver);
	}

	private List<NodeRecord> records() {
		long now = this.resources.nanoTime().getAsLong();
		return this.transports.stream()
			.map((transport) -> new NodeRecord(transport, this.settings.link(), this.resources.random(), now))
			.toList();
	}

	private String threadName(String role) {
		return "headwater-" + this.settings.chain() + "-" + role;
	}

	/**
	 * Begin to follow the chain. The stream must know of this run before, or its changes
	 * of state are not told.
	 */
	void start() {
		this.publisher.start(this.resources.threads().named(threadName("publisher")));
		this.delivery.started();
		this.link.start();
	}

	/**
	 * Begin to stop: nothing comes in any more, and the running event goes on.
	 */
	void beginStop() {
		this.link.stop();
		this.driver.stop();
		this.publisher.close();
		this.writer.shutdown();
	}

	/**
	 * Wait for the running event to finish.
	 */
	void awaitStop() {
		if (!this.publisher.awaitEnd(this.settings.shutdownTimeout())) {
			logger.warn("[" + this.settings.chain() + "] A listener did not return within "
					+ this.settings.shutdownTimeout().toMillis() + " ms; its thread was interrupted and left alone");
		}
	}

	/**
	 * Tell of a change of state.
	 */
	void changed(StateHolder.Change<? extends StreamState> change, String reason) {
		this.publisher.offer(new StreamStateChangedEvent(this.settings.chain(), this.driver.chainId(), change.from(),
				change.to(), reason, this.resources.clock()));
	}

	Publisher publisher() {
		return this.publisher;
	}

	WalkDriver driver() {
		return this.driver;
	}

	NodeLink link() {
		return this.link;
	}

	@Nullable Duration sinceLastFrame() {
		return this.transports.stream()
			.map(NodeTransport::sinceLastFrame)
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	private void announced(Head head, long receivedNanos) {
		this.link.announced(head.number(), receivedNanos);
		this.driver.announced(head, receivedNanos);
	}

	private void reorgStorm() {
		this.resources.streamObserver().reorgStorm(this.settings.chain());
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
		this.queueFull.run();
	}

	@Override
	public void roomAgain() {
		this.driver.room();
	}

	@Override
	public void moved(PublisherState state, String reason) {
		this.delivery.publisher(state, reason);
		if (state == PublisherState.HALTED) {
			logger.error("[" + this.settings.chain() + "] Delivery has halted: " + reason
					+ ". It goes on with the listeners that have not finished the event after HeadStreams.resume(\""
					+ this.settings.chain() + "\")");
		}
	}

}
