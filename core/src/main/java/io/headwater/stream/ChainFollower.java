package io.headwater.stream;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongPredicate;

import io.headwater.ConnectionState;
import io.headwater.Head;
import io.headwater.chain.AnnouncementFault;
import io.headwater.chain.FinalityTag;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.chain.Resumption;
import io.headwater.dispatch.Publisher;
import io.headwater.ethereum.EthereumNode;
import io.headwater.ethereum.NodeHeaderSource;
import io.headwater.ethereum.RequestBudget;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.Subscription;
import io.headwater.node.ChainIdentity;
import io.headwater.node.ChainJsonRpcObserver;
import io.headwater.node.ConnectionEnd;
import io.headwater.node.Ending;
import io.headwater.node.LinkClient;
import io.headwater.node.LinkContext;
import io.headwater.node.NodeLink;
import io.headwater.node.NodeRecord;
import io.headwater.support.ChainLog;
import io.headwater.support.StateHolder;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.NodeTransport;
import org.jspecify.annotations.Nullable;

/**
 * Follows the chain on its nodes, from the first connection on: the stages that a head
 * passes before it waits for the publisher, plugged together. It is started once and
 * stopped once.
 */
final class ChainFollower implements Subscription.Handler<Head>, WalkDriver.Listener {

	private final StreamSettings settings;

	private final StreamResources resources;

	private final ExecutorService writer;

	private final List<NodeTransport> transports;

	private final WalkDriver driver;

	private final NodeLink link;

	/**
	 * Create a follower.
	 * @param resumption where the walk goes on, or {@code null} to begin one
	 * @param accepted told the chain of each node that is followed; tells whether the
	 * walk may go on there
	 */
	ChainFollower(StreamSettings settings, List<NodeEndpoint> nodes, StreamResources resources,
			StateHolder<ConnectionState> connection, DeliveryStatus delivery, ScheduledExecutorService scheduler,
			Publisher publisher, @Nullable Resumption resumption, LongPredicate accepted) {
		this.settings = settings;
		this.resources = resources;
		this.writer = resources.threads().asNeeded(settings.chain(), "writer");
		this.transports = nodes.stream()
			.map((node) -> new NodeTransport(node, resources.clients(), settings.transport(), this.writer, scheduler,
					resources.nanoTime()))
			.toList();
		ChainLog log = new ChainLog(settings.chain(), resources.nanoTime());
		ChainJsonRpcObserver frames = new ChainJsonRpcObserver(settings.chain(), resources.streamObserver(), log);
		JsonRpcClient client = new JsonRpcClient(settings.jsonRpc(), scheduler, frames,
				JsonRpcClient.randomIds(resources.random()));
		EthereumNode node = new EthereumNode(client, this);
		this.driver = new WalkDriver(settings.chain(), log, settings.tracker(), resumption,
				new NodeHeaderSource(node, scheduler, resources.nanoTime(), this::fetched),
				new FinalityReader(log, node, settings.finalityInterval(), resources.nanoTime(), this::finalityRead),
				new StepFactory(settings.chain(), resources.clock()), publisher, scheduler, delivery, this, accepted);
		LinkContext context = new LinkContext(settings.chain(), settings.link(), settings.jsonRpc(),
				new ChainIdentity(settings.chain(), settings.chainId()), scheduler, resources.nanoTime(),
				resources.random(), resources.streamObserver(), log);
		this.link = new NodeLink(context, records(), new LinkClient(client, node, frames), connection, this.driver);
	}

	private List<NodeRecord> records() {
		long now = this.resources.nanoTime().getAsLong();
		return this.transports.stream()
			.map((transport) -> new NodeRecord(transport, this.settings.link(),
					new RequestBudget(this.settings.maxRequestsPerSecond(), this.resources.nanoTime()),
					this.resources.random(), now))
			.toList();
	}

	void start() {
		this.link.start();
	}

	/**
	 * Let nothing come in any more.
	 */
	void stop() {
		this.link.stop();
		this.driver.stop();
		this.writer.shutdown();
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

	@Override
	public void announced(Head head, long receivedNanos) {
		this.link.announced(head.number(), receivedNanos);
		this.driver.announced(head, receivedNanos);
	}

	@Override
	public void unreadable(String fault, long receivedNanos) {
		this.link.hinted(receivedNanos);
		this.driver.unreadable(fault);
	}

	@Override
	public void delivered(long number) {
		this.link.delivered(number);
	}

	@Override
	public void rejected(AnnouncementFault fault) {
		this.resources.streamObserver().announcementRejected(this.settings.chain(), fault);
	}

	@Override
	public void blamed(Ending verdict) {
		if (verdict.cause() == ConnectionEnd.UNSTABLE) {
			this.resources.streamObserver().reorgStorm(this.settings.chain());
		}
		this.link.leave(verdict);
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

}
