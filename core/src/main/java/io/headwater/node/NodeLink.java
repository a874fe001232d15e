package io.headwater.node;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.headwater.ConnectionState;
import io.headwater.support.StateHolder;
import io.headwater.transport.NodeTransport;
import org.jspecify.annotations.Nullable;

/**
 * The link from a stream to its chain: one connection at a time, opened anew whenever it
 * is lost, to whichever node is next. A link is started once and stopped once.
 */
public final class NodeLink {

	private final LinkContext context;

	private final ChainIdentity identity;

	private final Nodes nodes;

	private final StateHolder<ConnectionState> state;

	private final LinkListener listener;

	private final HeadArrivals.Interval interval = new HeadArrivals.Interval();

	private final AttemptSchedule schedule;

	private final NodeComparison comparison;

	private final OutageLog outage;

	private volatile @Nullable NodeSession current;

	private volatile long delivered = -1;

	private @Nullable NodeRecord lastFollowed;

	/**
	 * Create a link that is not started.
	 * @param context what its parts share
	 * @param transports lead to the nodes, at least one, in order of preference; they
	 * write with the context's writer
	 * @param state takes the state of the connection
	 * @param listener hears what comes over the link
	 */
	public NodeLink(LinkContext context, List<NodeTransport> transports, StateHolder<ConnectionState> state,
			LinkListener listener) {
		this.context = context;
		this.identity = new ChainIdentity(context.chain(), context.chainId());
		this.nodes = new Nodes(transports.stream().map((transport) -> new NodeRecord(transport, context)).toList());
		this.state = state;
		this.listener = listener;
		this.schedule = new AttemptSchedule(context, this.nodes, this::connect);
		this.comparison = new NodeComparison(this, context, this.nodes, this.schedule.budget());
		this.outage = new OutageLog(context.log());
	}

	/**
	 * Begin to connect.
	 */
	public void start() {
		connect();
	}

	private void connect() {
		NodeSession session;
		synchronized (this) {
			NodeRecord record = (this.current == null) ? this.schedule.take(this.context.now()) : null;
			if (record == null) {
				return;
			}
			session = new NodeSession(this, record, this.context, this.interval, this.listener);
			this.current = session;
			this.state.moveTo(ConnectionState.CONNECTING, "opening a connection to " + record.host());
		}
		session.open();
		if (!isCurrent(session)) {
			session.close();
		}
	}

	/**
	 * Let nothing come in any more, and end what writes.
	 */
	public void stop() {
		NodeSession session;
		NodeProbe probe;
		synchronized (this) {
			this.schedule.stop();
			session = this.current;
			this.current = null;
			probe = this.comparison.stop();
			this.state.moveTo(ConnectionState.STOPPED, "the stream was stopped");
		}
		if (session != null) {
			session.close();
			session.endCalls();
		}
		if (probe != null) {
			probe.cancel();
		}
		this.context.writer().shutdown();
	}

	ChainIdentity identity() {
		return this.identity;
	}

	boolean isCurrent(NodeSession session) {
		return this.current == session;
	}

	/**
	 * Return how each node stands.
	 * @return the nodes in order of preference
	 */
	public synchronized List<NodeStatus> statuses() {
		NodeSession session = followed();
		NodeRecord followed = (session != null) ? session.record() : null;
		long highest = this.nodes.highest();
		return this.nodes.all()
			.stream()
			.map((record) -> record.status(record == followed, record == this.nodes.preferred(),
					lag(record, followed, highest) > this.context.settings().nodeLag()))
			.toList();
	}

	/** What a node told that is not followed is old: the last comparison counts. */
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

	/**
	 * Return how long ago the last frame came from any node.
	 * @return the time since then, or {@code null} before the first connection
	 */
	public @Nullable Duration sinceLastFrame() {
		return this.nodes.all()
			.stream()
			.map((record) -> record.transport().sinceLastFrame())
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	/**
	 * Return the session whose node is followed now, or {@code null}.
	 */
	@Nullable NodeSession followed() {
		NodeSession session = this.current;
		return (session != null && session.isLive()) ? session : null;
	}

	/**
	 * The connection of a session is open.
	 */
	void opened(NodeSession session) {
		synchronized (this) {
			if (this.current != session) {
				return;
			}
			this.state.moveTo(ConnectionState.SUBSCRIBING, "connected to " + session.record().host());
		}
		session.check(this.nodes.areSeveral());
	}

	/**
	 * The node of a session is one that may be followed.
	 */
	void checked(NodeSession session, NodeCheck.Findings findings) {
		Ending behind;
		synchronized (this) {
			behind = this.comparison.judge(session.record(), findings, this.context.now());
		}
		if (behind != null) {
			session.end(behind);
		}
		else {
			session.subscribe(findings.chainId());
		}
	}

	/**
	 * The node of a session announces its heads from now on.
	 */
	void subscribed(NodeSession session, long chainId) {
		boolean sameNode;
		NodeRecord record = session.record();
		synchronized (this) {
			if (this.current != session) {
				return;
			}
			long now = this.context.now();
			sameNode = this.lastFollowed == null || this.lastFollowed == record;
			this.lastFollowed = record;
			this.identity.follow(chainId);
			record.followed(now);
			session.live();
			this.comparison.followed(session);
			this.state.moveTo(ConnectionState.LIVE, "subscribed at " + record.host());
			this.outage.over(record.host(), chainId, now);
		}
		this.context.observer().connected(this.context.chain());
		if (!sameNode) {
			this.context.observer().failedOver(this.context.chain());
		}
		this.listener.subscribed(chainId, sameNode, session.node(), record.budget());
	}

	/**
	 * Note that a head of the followed node was delivered.
	 * @param number its number
	 */
	public void delivered(long number) {
		this.delivered = number;
		NodeSession session = followed();
		if (session != null) {
			session.record().proved(number);
		}
	}

	/**
	 * Return the number of the last delivered head, or -1.
	 */
	long delivered() {
		return this.delivered;
	}

	/**
	 * Note that the node's newest head was read.
	 * @param number its number
	 * @param receivedNanos when the answer came, on the monotonic clock
	 */
	public void latestRead(long number, long receivedNanos) {
		NodeSession session = this.current;
		if (session != null) {
			session.latestRead(number, receivedNanos);
		}
	}

	void renewed(NodeSession session) {
		if (isCurrent(session)) {
			this.listener.resubscribed();
		}
	}

	/**
	 * The chain does not move as far as the followed node tells: another one may know
	 * more.
	 */
	void quiet(NodeSession session) {
		this.comparison.quiet(session);
	}

	/**
	 * Leave the followed node for something that is wrong with what it tells, if another
	 * one may be better.
	 * @param cause what is wrong
	 * @param why the same in words; no secret
	 */
	public void leave(ConnectionEnd cause, String why) {
		Ending verdict = new Ending(cause, why);
		NodeSession session = followed();
		boolean leave;
		synchronized (this) {
			leave = session != null && hasBetterThan(session.record(), cause, this.context.now());
		}
		if (session != null && leave) {
			session.end(verdict);
		}
	}

	private boolean hasBetterThan(NodeRecord left, ConnectionEnd cause, long now) {
		return cause.isOfHeaders() ? left.mayBeLeftFor(cause, now) && this.nodes.haveUnblamed(left, now)
				: this.nodes.haveBetterThan(left, now);
	}

	/**
	 * Leave the current node for the best of the others, at somebody's word.
	 * @return whether there is another node
	 */
	public boolean failOver() {
		Ending ending = new Ending(ConnectionEnd.ON_DEMAND, "somebody asked for another node");
		NodeSession session;
		synchronized (this) {
			long now = this.context.now();
			if (this.state.get() == ConnectionState.STOPPED || !this.nodes.areSeveral()) {
				return false;
			}
			session = this.current;
			NodeRecord left = this.schedule.lastTried();
			this.nodes.release(left, now);
			if (session == null && left != null) {
				left.ended(ending, now);
				this.schedule.schedule(now);
			}
		}
		if (session != null) {
			session.end(ending);
		}
		return true;
	}

	/**
	 * Connect anew to the most preferred node, at somebody's word.
	 */
	public void reconnect() {
		NodeSession session = this.current;
		if (session != null) {
			session.close();
			ended(session, new Ending(ConnectionEnd.ON_DEMAND, "somebody asked for a new connection"), true);
			return;
		}
		synchronized (this) {
			long now = this.context.now();
			this.nodes.release(null, now);
			this.schedule.schedule(now);
		}
	}

	/**
	 * A session has ended, for whatever reason.
	 */
	void ended(NodeSession session, Ending ending) {
		ended(session, ending, false);
	}

	private void ended(NodeSession session, Ending told, boolean releaseAll) {
		NodeRecord record = session.record();
		Ending ending = record.withoutSecrets(told);
		long now = this.context.now();
		synchronized (this) {
			if (this.current != session) {
				return;
			}
			this.current = null;
			this.comparison.lost();
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
			this.state.moveTo(next, record.host() + ": " + ending.text());
			this.outage.ended(record.host(), ending, this.schedule.dueNanos(now), now);
		}
		this.context.observer()
			.disconnected(this.context.chain(), ending.cause(), record.host() + ": " + ending.text(), session.isLive());
		// Before the next attempt is due, so that it can take nothing from it.
		session.endCalls();
		this.listener.lost();
		synchronized (this) {
			this.schedule.schedule(this.context.now());
		}
	}

}
