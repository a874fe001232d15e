package io.headwater.node;

import java.util.List;

import io.headwater.ConnectionState;
import io.headwater.support.StateHolder;
import io.headwater.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The link from a stream to its chain: one connection at a time, opened anew whenever it
 * is lost, to whichever node is next. A link is started once and stopped once.
 */
public final class NodeLink {

	private final LinkContext context;

	private final Nodes nodes;

	private final LinkClient client;

	private final StateHolder<ConnectionState> state;

	private final LinkListener listener;

	private final BlockInterval interval = new BlockInterval();

	private final AttemptBudget budget = new AttemptBudget();

	private final AttemptSchedule schedule;

	private final NodeComparison comparison;

	private final OutageLog outage;

	private volatile @Nullable NodeSession current;

	private volatile long delivered = -1;

	private @Nullable NodeRecord lastFollowed;

	public NodeLink(LinkContext context, List<NodeRecord> nodes, LinkClient client, StateHolder<ConnectionState> state,
			LinkListener listener) {
		this.context = context;
		this.nodes = new Nodes(nodes);
		this.client = client;
		this.state = state;
		this.listener = listener;
		this.schedule = new AttemptSchedule(context, this.nodes, this.budget, this::connect);
		this.comparison = new NodeComparison(this, context, this.nodes, this.budget);
		this.outage = new OutageLog(context.log());
	}

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
			session = new NodeSession(this, record, this.client, this.context, this.interval);
			this.current = session;
			this.state.moveTo(ConnectionState.CONNECTING, "opening a connection to " + record.host());
		}
		session.open();
		if (!isCurrent(session)) {
			session.close();
		}
	}

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
		}
		if (probe != null) {
			probe.cancel();
		}
		this.client.rpc().detach();
	}

	boolean isCurrent(NodeSession session) {
		return this.current == session;
	}

	boolean hasSeveralNodes() {
		return this.nodes.areSeveral();
	}

	/**
	 * Return how each node stands.
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
	 * Return the session whose node is followed now, or {@code null}.
	 */
	@Nullable NodeSession followed() {
		NodeSession session = this.current;
		return (session != null && session.isLive()) ? session : null;
	}

	/**
	 * The connection of a session is open.
	 * @return whether the session is the current one
	 */
	synchronized boolean opened(NodeSession session, Connection connection) {
		if (this.current != session) {
			return false;
		}
		this.client.rpc().attach(connection);
		this.client.node().connected();
		this.state.moveTo(ConnectionState.SUBSCRIBING, "connected to " + session.record().host());
		return true;
	}

	synchronized @Nullable Ending judge(NodeSession session, NodeFindings findings) {
		return this.comparison.judge(session.record(), findings, this.context.now());
	}

	/**
	 * The node of a session announces its heads from now on.
	 */
	void live(NodeSession session, long chainId) {
		boolean sameNode;
		NodeRecord record = session.record();
		synchronized (this) {
			if (this.current != session) {
				return;
			}
			long now = this.context.now();
			sameNode = this.lastFollowed == null || this.lastFollowed == record;
			this.lastFollowed = record;
			this.context.identity().follow(chainId);
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
		this.listener.subscribed(chainId, sameNode, record.budget());
	}

	/**
	 * The node announced a head.
	 */
	public void announced(long number, long receivedNanos) {
		NodeSession session = this.current;
		if (session != null) {
			session.announced(number, receivedNanos);
			this.context.observer().announced(this.context.chain(), number);
		}
	}

	/**
	 * The node announced something that is no head.
	 */
	public void hinted(long receivedNanos) {
		NodeSession session = this.current;
		if (session != null) {
			session.hinted(receivedNanos);
		}
	}

	/**
	 * A head of the followed node was delivered.
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
	 * The node's newest head was read.
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
	 */
	public void leave(Ending verdict) {
		NodeSession session = followed();
		boolean leave;
		synchronized (this) {
			leave = session != null && hasBetterThan(session.record(), verdict.cause(), this.context.now());
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
				this.budget.calm();
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
		this.client.rpc().detach();
		this.listener.lost();
		synchronized (this) {
			this.schedule.schedule(this.context.now());
		}
	}

}
