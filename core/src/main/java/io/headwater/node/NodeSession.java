package io.headwater.node;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.headwater.Head;
import io.headwater.ethereum.EthereumNode;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.Subscription;
import io.headwater.transport.Connection;
import io.headwater.transport.ConnectionListener;
import io.headwater.transport.Payload;
import io.headwater.websocket.ConnectionLoss;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a node, from the attempt to its end: payloads come in, announced
 * heads go out to the link's listener. What it learns of the node ends with it. It counts
 * only as long as it is the link's current one.
 */
final class NodeSession implements ConnectionListener, Subscription.Handler<Head>, StaleWatch.Subject {

	private static final long PROBATION = Duration.ofMinutes(1).toNanos();

	private final NodeLink link;

	private final NodeRecord record;

	private final LinkContext context;

	private final LinkListener listener;

	private final HeadArrivals heads;

	private final StaleWatch watch;

	private final ChainJsonRpcObserver frames;

	private final RejectedFrames rejectedFrames = new RejectedFrames();

	private volatile @Nullable Connection connection;

	private volatile @Nullable JsonRpcClient client;

	private volatile @Nullable EthereumNode node;

	private volatile @Nullable Long liveNanos;

	NodeSession(NodeLink link, NodeRecord record, LinkContext context, HeadArrivals.Interval interval,
			LinkListener listener) {
		this.link = link;
		this.record = record;
		this.context = context;
		this.listener = listener;
		this.heads = new HeadArrivals(interval, context.now());
		this.watch = new StaleWatch(context.settings().staleHeadAfter(), this.heads, context.scheduler(),
				context.nanoTime(), context.log(), this);
		this.frames = new ChainJsonRpcObserver(context);
	}

	NodeRecord record() {
		return this.record;
	}

	void open() {
		this.connection = this.record.transport().open(this);
	}

	/** The client must be there before the node's first frame, read right here. */
	@Override
	public void opened(Connection connection) {
		JsonRpcClient client = this.context.client(connection, this.frames);
		this.client = client;
		this.node = new EthereumNode(client, this);
		this.connection = connection;
		this.link.opened(this);
	}

	/** Ask the node who it is and how far it is. */
	void check(boolean compare) {
		nodeCheck().run(compare, (findings) -> this.link.checked(this, findings));
	}

	/** Ask the node to announce its heads. */
	void subscribe(long chainId) {
		nodeCheck().subscribe(() -> this.link.subscribed(this, chainId));
	}

	private NodeCheck nodeCheck() {
		return new NodeCheck(node(), this.link.identity(), this::end, this.context.log());
	}

	/** Return what asks the node. Not before the connection is open. */
	EthereumNode node() {
		return Objects.requireNonNull(this.node);
	}

	void live() {
		this.liveNanos = this.context.now();
		this.watch.subscribed();
	}

	boolean isLive() {
		return this.liveNanos != null;
	}

	/** Return whether the node has been followed for a minute. */
	boolean hasHeld() {
		Long liveNanos = this.liveNanos;
		return liveNanos != null && this.context.now() - liveNanos >= PROBATION;
	}

	/** Return whether the connection is more than one that is closed at once. */
	boolean hasProved() {
		return hasHeld() && this.heads.hasAnnounced();
	}

	@Override
	public void received(Payload payload, long receivedNanos) {
		JsonRpcClient client = this.client;
		if (client == null || !this.link.isCurrent(this)) {
			return;
		}
		long before = this.frames.rejections();
		client.received(payload, receivedNanos);
		if (this.rejectedFrames.countAndCheck(this.frames.rejections() != before, receivedNanos)) {
			end(new Ending(ConnectionEnd.PROTOCOL, "the node sent too many messages that cannot be read"));
		}
	}

	@Override
	public void announced(Head head, long receivedNanos) {
		this.record.announced();
		this.heads.announced(head.number(), receivedNanos);
		this.watch.announced();
		this.context.observer().announced(this.context.chain(), head.number());
		this.listener.announced(head, receivedNanos);
	}

	@Override
	public void unreadable(String fault, long receivedNanos) {
		this.heads.hinted(receivedNanos);
		this.watch.announced();
		this.listener.unreadable(fault);
	}

	/** Note that the node's newest head was read. */
	void latestRead(long number, long receivedNanos) {
		this.record.number(number);
		this.heads.latestRead(number, receivedNanos);
	}

	@Override
	public void lost(ConnectionLoss loss) {
		end(Ending.of(loss, this.context.chain()));
	}

	@Override
	public long delivered() {
		return this.link.delivered();
	}

	@Override
	public CompletableFuture<@Nullable Long> blockNumber() {
		return node().blockNumber();
	}

	@Override
	public CompletableFuture<@Nullable String> renewSubscription() {
		this.context.observer().resubscribed(this.context.chain());
		this.context.log()
			.info("renewed", "No heads from " + this.record.host()
					+ " for long, although its chain moved; it is subscribed to anew");
		return node().subscribeNewHeads();
	}

	@Override
	public void renewed() {
		this.link.renewed(this);
	}

	@Override
	public void quiet() {
		this.link.quiet(this);
	}

	@Override
	public void stale(Ending ending) {
		end(ending);
	}

	void end(Ending ending) {
		try {
			close();
		}
		finally {
			// Whatever failed, the link connects anew.
			this.link.ended(this, ending);
		}
	}

	/** Close the connection without a word, since it does not count any more. */
	void close() {
		this.watch.end();
		Connection connection = this.connection;
		if (connection != null) {
			connection.close();
		}
	}

	/** Let the calls fail that wait for an answer. */
	void endCalls() {
		JsonRpcClient client = this.client;
		if (client != null) {
			client.end();
		}
	}

	/**
	 * Counts messages that cannot be read: a single one is skipped, but a node that sends
	 * nothing else, or floods us with them, is left. For the connection's reader.
	 */
	private static final class RejectedFrames {

		private static final int MOST_IN_A_ROW = 100;

		private static final int MOST_IN_WINDOW = 1000;

		private static final long WINDOW = Duration.ofSeconds(10).toNanos();

		private int inARow;

		private int inWindow;

		private long windowNanos;

		/** Return whether there were too many that could not be read. */
		boolean countAndCheck(boolean rejected, long now) {
			if (!rejected) {
				this.inARow = 0;
				return false;
			}
			if (this.inWindow == 0 || now - this.windowNanos >= WINDOW) {
				this.windowNanos = now;
				this.inWindow = 0;
			}
			this.inARow++;
			this.inWindow++;
			return this.inARow >= MOST_IN_A_ROW || this.inWindow >= MOST_IN_WINDOW;
		}

	}

}
