package io.headwater.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.headwater.transport.Connection;
import io.headwater.transport.ConnectionListener;
import io.headwater.transport.Payload;
import io.headwater.websocket.ConnectionLoss;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a node, from the attempt to its end. What it hears counts only as
 * long as it is the link's current one.
 */
final class NodeSession implements ConnectionListener, StaleWatch.Subject {

	private static final long PROBATION = Duration.ofMinutes(1).toNanos();

	private final NodeLink link;

	private final NodeRecord record;

	private final LinkClient client;

	private final LinkContext context;

	private final HeadArrivals heads;

	private final StaleWatch watch;

	private final RejectedFrames rejectedFrames = new RejectedFrames();

	private volatile @Nullable Connection connection;

	private volatile @Nullable Long liveNanos;

	NodeSession(NodeLink link, NodeRecord record, LinkClient client, LinkContext context, BlockInterval interval) {
		this.link = link;
		this.record = record;
		this.client = client;
		this.context = context;
		this.heads = new HeadArrivals(interval, context.now());
		this.watch = new StaleWatch(context.settings().staleHeadAfter(), this.heads, context.scheduler(),
				context.nanoTime(), this);
	}

	NodeRecord record() {
		return this.record;
	}

	void open() {
		this.connection = this.record.transport().open(this);
	}

	@Override
	public void opened(Connection connection) {
		this.connection = connection;
		if (this.link.opened(this, connection)) {
			check().run(this.link.hasSeveralNodes(), this::checked);
		}
	}

	private void checked(NodeFindings findings) {
		Ending behind = this.link.judge(this, findings);
		if (behind != null) {
			end(behind);
			return;
		}
		check().subscribe(() -> this.link.live(this, findings.chainId()));
	}

	private NodeCheck check() {
		return new NodeCheck(this.client.node(), this.context.identity(), this::end, this.context.log());
	}

	/**
	 * Note that the node is followed from now on.
	 */
	void live() {
		this.liveNanos = this.context.now();
		this.watch.subscribed();
	}

	boolean isLive() {
		return this.liveNanos != null;
	}

	/**
	 * Return whether the node has been followed for a minute.
	 */
	boolean hasHeld() {
		Long liveNanos = this.liveNanos;
		return liveNanos != null && this.context.now() - liveNanos >= PROBATION;
	}

	/**
	 * Return whether the connection is more than one that is accepted and closed again.
	 */
	boolean hasProved() {
		return hasHeld() && this.heads.hasAnnounced();
	}

	void announced(long number, long receivedNanos) {
		this.record.announced();
		this.heads.announced(number, receivedNanos);
		this.watch.announced();
	}

	/**
	 * Note that the node announced something that is no head.
	 */
	void hinted(long receivedNanos) {
		this.heads.hinted(receivedNanos);
		this.watch.announced();
	}

	void latestRead(long number, long receivedNanos) {
		this.record.number(number);
		this.heads.latestRead(number, receivedNanos);
	}

	@Override
	public void received(Payload payload, long receivedNanos) {
		if (this.link.isCurrent(this)
				&& this.rejectedFrames.areTooMany(this.client.isRejected(payload, receivedNanos), receivedNanos)) {
			end(new Ending(ConnectionEnd.PROTOCOL, "the node sent too many messages that cannot be read"));
		}
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
		return this.client.node().blockNumber();
	}

	@Override
	public CompletableFuture<@Nullable String> renewSubscription() {
		this.context.observer().resubscribed(this.context.chain());
		this.context.log()
			.info("renewed", "No heads from " + this.record.host()
					+ " for long, although its chain moved; it is subscribed to anew");
		return this.client.node().subscribeNewHeads();
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
		close();
		this.link.ended(this, ending);
	}

	/**
	 * Close the connection without a word, since it does not count any more.
	 */
	void close() {
		this.watch.end();
		Connection connection = this.connection;
		if (connection != null) {
			connection.close();
		}
	}

}
