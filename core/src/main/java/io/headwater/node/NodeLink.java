package io.headwater.node;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.headwater.ConnectionState;
import io.headwater.support.SerialInputs;
import io.headwater.support.StateHolder;
import io.headwater.transport.NodeTransport;
import org.jspecify.annotations.Nullable;

/**
 * The link from a stream to its chain: one connection at a time, opened anew whenever it
 * is lost, to whichever node is next. A link is started once and stopped once.
 * <p>
 * What decides about it is confined to its inputs, which are taken one after another, and
 * in which nobody waits: the nodes' records, the schedule, the comparison and the log of
 * outages need no lock. What comes over the current connection passes beside them.
 */
public final class NodeLink {

	private static final String STOPPED = "the stream was stopped";

	private final LinkContext context;

	private final ChainIdentity identity;

	private final Nodes nodes;

	private final StateHolder<ConnectionState> state;

	private final LinkListener listener;

	private final HeadArrivals.Interval interval = new HeadArrivals.Interval();

	private final AttemptSchedule schedule;

	private final NodeComparison comparison;

	private final OutageLog outage;

	private final SerialInputs<NodeLink> inputs;

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private volatile @Nullable NodeSession current;

	/** What the last input has left, for whoever asks from elsewhere. */
	private volatile Standing standing;

	private volatile long delivered = -1;

	private volatile @Nullable Thread inputThread;

	private @Nullable NodeRecord lastFollowed;

	/** Guarded by the state, which is the next link's after a stop. */
	private boolean silent;

	/**
	 * Create a link that is not started.
	 * @param transports lead to the nodes, at least one, in order of preference; they
	 * write with the context's writer
	 */
	public NodeLink(LinkContext context, List<NodeTransport> transports, StateHolder<ConnectionState> state,
			LinkListener listener) {
		this.context = context;
		this.identity = new ChainIdentity(context.chain(), context.chainId());
		this.nodes = new Nodes(transports.stream().map((transport) -> new NodeRecord(transport, context)).toList());
		this.state = state;
		this.listener = listener;
		this.schedule = new AttemptSchedule(context, this.nodes, () -> take(NodeLink::connect));
		this.comparison = new NodeComparison(this, context, this.nodes, this.schedule.budget());
		this.outage = new OutageLog(context.log());
		this.inputs = new SerialInputs<>(this, this::failed);
		this.standing = new Standing(null, this.nodes.ends());
	}

	void take(Consumer<NodeLink> input) {
		this.inputs.take((link) -> link.run(input));
	}

	private void run(Consumer<NodeLink> input) {
		this.inputThread = Thread.currentThread();
		try {
			input.accept(this);
		}
		finally {
			// First: a thread that is taken for the link's would never wait for a stop.
			this.inputThread = null;
			publishStanding();
		}
	}

	/** A connection of which nobody knows how far it has come is of no use. */
	private void failed(Throwable failure) {
		try {
			this.context.log().error("link", "An input of the link failed, which is a defect", failure);
		}
		finally {
			connectAfterFailure();
		}
	}

	private void connectAfterFailure() {
		NodeSession session = this.current;
		if (session != null) {
			session.end(new Ending(ConnectionEnd.DEFECT, "something of ours failed"));
		}
		else {
			// What failed may have been the attempt that was due.
			this.schedule.schedule(this.context.now());
		}
	}

	private void publishStanding() {
		NodeSession session = followed();
		this.standing = new Standing((session != null) ? session.record() : null, this.nodes.ends());
	}

	/** An observer of the move that looks at the nodes must see what has led to it. */
	private void moveTo(ConnectionState next, String reason) {
		publishStanding();
		tell(next, reason);
	}

	/** After a stop, however late an input returns, the state is not this link's. */
	private void tell(ConnectionState next, String reason) {
		synchronized (this.state) {
			if (!this.silent) {
				this.state.note(next, reason);
				this.silent = next == ConnectionState.STOPPED;
			}
		}
		this.state.tell();
	}

	/** Begin to connect. */
	public void start() {
		take(NodeLink::connect);
	}

	private void connect() {
		NodeRecord record = (this.current == null) ? this.schedule.take(this.context.now()) : null;
		if (record == null) {
			return;
		}
		NodeSession session = new NodeSession(this, record, this.context, this.interval, this.listener);
		this.current = session;
		moveTo(ConnectionState.CONNECTING, "opening a connection to " + record.host());
		session.open();
	}

	/**
	 * Let nothing come in any more, and end what writes. An input that is being taken is
	 * not waited for: the connection is closed at once, and the rest done after it.
	 */
	public void stop() {
		NodeSession session = this.current;
		take(NodeLink::stopNow);
		if (!this.stopped.isDone()) {
			close(session);
			tell(ConnectionState.STOPPED, STOPPED);
		}
	}

	private void close(@Nullable NodeSession session) {
		try {
			if (session != null) {
				session.close();
			}
		}
		catch (Throwable ex) {
			this.context.log().error("stop", "The connection could not be closed, which is a defect", ex);
		}
	}

	/**
	 * Wait until a stop is done, except for a listener or an observer of the link that
	 * has stopped it. An input waits for nothing, so only an observer that does can make
	 * this wait.
	 * @param atMost how long it may take; what is left is done when the observer has
	 * returned
	 */
	public void awaitStop(Duration atMost) {
		if (isOwnThread()) {
			return;
		}
		try {
			this.stopped.get(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			this.context.log()
				.warn("stop", "An observer has not returned within the time of the stop, and is left alone");
		}
	}

	/** Return whether a listener or an observer of the link asks, in an input. */
	public boolean isOwnThread() {
		return this.inputThread == Thread.currentThread();
	}

	private void stopNow() {
		if (this.stopped.isDone()) {
			return;
		}
		NodeSession session = this.current;
		this.current = null;
		try {
			this.schedule.stop();
			this.comparison.stop();
			moveTo(ConnectionState.STOPPED, STOPPED);
		}
		finally {
			endNow(session);
		}
	}

	private void endNow(@Nullable NodeSession session) {
		try {
			if (session != null) {
				session.close();
				session.endCalls();
			}
		}
		finally {
			// Last: the connection is closed by it.
			this.context.writer().shutdown();
			this.stopped.complete(null);
		}
	}

	ChainIdentity identity() {
		return this.identity;
	}

	boolean isCurrent(NodeSession session) {
		return this.current == session;
	}

	/** Return how each node stands, in order of preference. */
	public List<NodeStatus> statuses() {
		Standing standing = this.standing;
		NodeRecord followed = standing.followed();
		long highest = this.nodes.highest();
		return this.nodes.all()
			.stream()
			.map((record) -> record.status(record == followed, record == this.nodes.preferred(),
					lag(record, followed, highest) > this.context.settings().nodeLag(), standing.ends().get(record)))
			.toList();
	}

	/** Numbers of a node that is not followed are old: the last comparison counts. */
	private static long lag(NodeRecord record, @Nullable NodeRecord followed, long highest) {
		return (record == followed) ? highest - record.number() : record.lag();
	}

	/**
	 * Return at which rate the followed node is asked for headers at the most.
	 * @return requests a second, or {@code null} while no node is followed or if there is
	 * no limit
	 */
	public @Nullable Double requestsPerSecond() {
		NodeSession session = followed();
		double rate = (session != null) ? session.record().budget().perSecond() : Double.POSITIVE_INFINITY;
		return Double.isInfinite(rate) ? null : rate;
	}

	/** Return the time since any node's last frame, {@code null} before the first. */
	public @Nullable Duration sinceLastFrame() {
		return this.nodes.all()
			.stream()
			.map((record) -> record.transport().sinceLastFrame())
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	/** Return the session whose node is followed now, or {@code null}. */
	@Nullable NodeSession followed() {
		NodeSession session = this.current;
		return (session != null && session.isLive()) ? session : null;
	}

	void opened(NodeSession session) {
		take((link) -> {
			if (link.isCurrent(session)) {
				link.moveTo(ConnectionState.SUBSCRIBING, "connected to " + session.record().host());
				session.check(link.nodes.areSeveral());
			}
		});
	}

	/** The node of a session is one that may be followed. */
	void checked(NodeSession session, NodeCheck.Findings findings) {
		take((link) -> {
			if (link.isCurrent(session)) {
				Ending behind = link.comparison.judge(session.record(), findings, link.context.now());
				if (behind != null) {
					session.end(behind);
				}
				else {
					session.subscribe(findings.chainId());
				}
			}
		});
	}

	/** The node of a session announces its heads from now on. */
	void subscribed(NodeSession session, long chainId) {
		take((link) -> {
			if (link.isCurrent(session)) {
				link.follow(session, chainId);
			}
		});
	}

	private void follow(NodeSession session, long chainId) {
		NodeRecord record = session.record();
		long now = this.context.now();
		boolean sameNode = this.lastFollowed == null || this.lastFollowed == record;
		this.lastFollowed = record;
		this.identity.follow(chainId);
		record.followed(now);
		this.nodes.followed(record);
		session.live();
		this.comparison.scheduleReturn(session);
		moveTo(ConnectionState.LIVE, "subscribed at " + record.host());
		this.outage.over(record.host(), chainId, now);
		this.context.observer().connected(this.context.chain());
		if (!sameNode) {
			this.context.observer().failedOver(this.context.chain());
		}
		this.listener.subscribed(chainId, sameNode, session.node(), record.budget());
	}

	/** Note that a head of the followed node was delivered. */
	public void delivered(long number) {
		this.delivered = number;
		NodeSession session = followed();
		if (session != null) {
			session.record().proved(number);
		}
	}

	/** Return the number of the last delivered head, or -1. */
	long delivered() {
		return this.delivered;
	}

	/**
	 * Note that the node's newest head was read.
	 * @param receivedNanos when the answer came, on the monotonic clock
	 */
	public void latestRead(long number, long receivedNanos) {
		NodeSession session = this.current;
		if (session != null) {
			session.latestRead(number, receivedNanos);
		}
	}

	/** A session has subscribed anew. */
	void renewed(NodeSession session) {
		take((link) -> {
			if (link.isCurrent(session)) {
				link.listener.resubscribed();
			}
		});
	}

	/** The chain does not move for the followed node: another may know more. */
	void quiet(NodeSession session) {
		take((link) -> link.comparison.compareQuiet(session));
	}

	/**
	 * Leave the followed node for something that is wrong with what it tells, if another
	 * one may be better.
	 * @param why the same in words; no secret
	 */
	public void leave(ConnectionEnd cause, String why) {
		take((link) -> {
			NodeSession session = link.followed();
			if (session != null && link.hasBetterThan(session.record(), cause, link.context.now())) {
				session.end(new Ending(cause, why));
			}
		});
	}

	private boolean hasBetterThan(NodeRecord left, ConnectionEnd cause, long now) {
		return cause.isOfHeaders() ? left.mayBeLeftFor(cause, now) && this.nodes.haveUnblamed(left, now)
				: this.nodes.haveBetterThan(left, now);
	}

	/**
	 * Leave the current node for the best of the others, at somebody's word.
	 * @return whether there is another node, and the link is not stopped
	 */
	public boolean failOver() {
		if (this.state.get() == ConnectionState.STOPPED || !this.nodes.areSeveral()) {
			return false;
		}
		take(NodeLink::leaveOnDemand);
		return true;
	}

	private void leaveOnDemand() {
		Ending ending = new Ending(ConnectionEnd.ON_DEMAND, "somebody asked for another node");
		NodeSession session = this.current;
		NodeRecord left = this.schedule.lastTried();
		long now = this.context.now();
		this.nodes.release(left, now);
		if (session != null) {
			session.end(ending);
		}
		else if (left != null) {
			left.ended(ending, now);
			this.schedule.schedule(now);
		}
	}

	/** Connect anew to the most preferred node, at somebody's word. */
	public void reconnect() {
		take(NodeLink::connectAnew);
	}

	private void connectAnew() {
		NodeSession session = this.current;
		if (session != null) {
			session.close();
			end(session, new Ending(ConnectionEnd.ON_DEMAND, "somebody asked for a new connection"), true);
		}
		else {
			this.nodes.release(null, this.context.now());
			this.schedule.schedule(this.context.now());
		}
	}

	/** A session has ended, for whatever reason. */
	void ended(NodeSession session, Ending ending) {
		take((link) -> {
			if (link.isCurrent(session)) {
				link.end(session, ending, false);
			}
		});
	}

	private void end(NodeSession session, Ending seen, boolean releaseAll) {
		this.current = null;
		try {
			NodeRecord record = session.record();
			Ending ending = record.withoutSecrets(seen);
			long now = this.context.now();
			this.comparison.cancelReturn();
			if (session.hasHeld()) {
				this.schedule.budget().calm();
			}
			if (session.hasProved()) {
				record.proved();
			}
			record.ended(ending, now);
			if (releaseAll) {
				this.nodes.release(null, now);
			}
			ConnectionState next = this.nodes.allRefuse() ? ConnectionState.REFUSED : ConnectionState.WAITING;
			moveTo(next, record.host() + ": " + ending.text());
			this.outage.ended(record.host(), ending, this.schedule.dueNanos(now), now);
			this.context.observer()
				.disconnected(this.context.chain(), ending.cause(), record.host() + ": " + ending.text(),
						session.isLive());
			session.endCalls();
			this.listener.lost();
		}
		finally {
			// Whatever failed, the next attempt is made.
			this.schedule.schedule(this.context.now());
		}
	}

	/**
	 * How the nodes stand, whatever is being done with them at this moment.
	 *
	 * @param followed the followed node, or {@code null}
	 * @param ends why each of the others is not followed, where it is known
	 */
	private record Standing(@Nullable NodeRecord followed, Map<NodeRecord, ConnectionEnd> ends) {
	}

}
