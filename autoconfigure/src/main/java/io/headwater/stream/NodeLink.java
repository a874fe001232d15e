package io.headwater.stream;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.headwater.ConnectionState;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.node.EthereumNode;
import io.headwater.transport.Connection;
import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The link from a stream to its chain: one connection at a time, opened anew whenever it
 * is lost, to whichever node is next. A link is started once and stopped once.
 */
final class NodeLink {

	private final LinkContext context;

	private final Nodes nodes;

	private final JsonRpcClient client;

	private final EthereumNode node;

	private final ChainJsonRpcObserver frames;

	private final StateHolder<ConnectionState> state;

	private final LinkListener listener;

	private final BlockInterval interval = new BlockInterval();

	private final AttemptBudget budget = new AttemptBudget();

	private final NodeComparison comparison;

	private final OutageLog outage;

	private volatile @Nullable NodeSession current;

	private @Nullable NodeRecord lastTried;

	private @Nullable NodeRecord followed;

	private @Nullable Future<?> retry;

	private boolean stopped;

	NodeLink(LinkContext context, List<NodeRecord> nodes, JsonRpcClient client, EthereumNode node,
			ChainJsonRpcObserver frames, StateHolder<ConnectionState> state, LinkListener listener) {
		this.context = context;
		this.nodes = new Nodes(nodes);
		this.client = client;
		this.node = node;
		this.frames = frames;
		this.state = state;
		this.listener = listener;
		this.comparison = new NodeComparison(context, this.nodes, this.budget);
		this.outage = new OutageLog(context.log());
	}

	void start() {
		connect();
	}

	private void connect() {
		NodeSession session;
		synchronized (this) {
			long now = this.context.now();
			if (this.stopped || this.current != null) {
				return;
			}
			if (dueNanos(now) - now > 0) {
				schedule(now);
				return;
			}
			NodeRecord record = Objects.requireNonNull(this.nodes.next(now));
			this.budget.spend(now);
			this.lastTried = record;
			session = new NodeSession(this, record, this.node, this.context, this.interval);
			this.current = session;
			this.state.moveTo(ConnectionState.CONNECTING, "opening a connection to " + record.host());
		}
		session.open();
		if (!isCurrent(session)) {
			session.close();
		}
	}

	private long dueNanos(long now) {
		long wait = Math.max(this.nodes.dueNanos(now) - now, this.budget.dueNanos(now) - now);
		return now + wait;
	}

	private synchronized void schedule(long now) {
		if (this.retry != null) {
			this.retry.cancel(false);
		}
		if (!this.stopped) {
			this.retry = this.context.scheduler()
				.schedule(this::connect, dueNanos(now) - now, TimeUnit.NANOSECONDS);
		}
	}

	void stop() {
		NodeSession session;
		NodeProbe probe;
		synchronized (this) {
			this.stopped = true;
			session = this.current;
			this.current = null;
			probe = this.comparison.stop();
			schedule(this.context.now());
			this.state.moveTo(ConnectionState.STOPPED, "the stream was stopped");
		}
		if (session != null) {
			session.close();
		}
		if (probe != null) {
			probe.cancel();
		}
		this.client.detach();
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
	synchronized List<NodeStatus> statuses() {
		NodeSession session = this.current;
		NodeRecord followed = (session != null && session.isLive()) ? session.record() : null;
		return this.nodes.all().stream().map((record) -> record.status(record == followed)).toList();
	}

	/**
	 * The connection of a session is open.
	 * @return whether the session is the current one
	 */
	synchronized boolean opened(NodeSession session, Connection connection) {
		if (this.current != session) {
			return false;
		}
		this.client.attach(connection);
		this.state.moveTo(ConnectionState.SUBSCRIBING, "connected to " + session.record().host());
		return true;
	}

	synchronized @Nullable Ending judge(NodeSession session, NodeFindings findings) {
		return this.comparison.judge(session.record(), findings, this.context.now());
	}

	/**
	 * Take a message of the current session.
	 * @return whether there was something in it that could not be read
	 */
	boolean isRejected(Payload payload, long receivedNanos) {
		long before = this.frames.rejections();
		this.client.received(payload, receivedNanos);
		return this.frames.rejections() != before;
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
			sameNode = this.followed == null || this.followed == record;
			this.followed = record;
			this.context.identity().follow(chainId);
			record.followed(now);
			session.live();
			this.state.moveTo(ConnectionState.LIVE, "subscribed at " + record.host());
			this.outage.over(record.host(), chainId, now);
		}
		this.context.observer().connected(this.context.chain());
		if (!sameNode) {
			this.context.observer().failedOver(this.context.chain());
			this.node.otherNode();
		}
		this.listener.subscribed(chainId, sameNode);
	}

	/**
	 * The node announced a head.
	 */
	void announced(long number, long receivedNanos) {
		NodeSession session = this.current;
		if (session != null) {
			session.announced(number, receivedNanos);
		}
	}

	/**
	 * The node's newest head was read.
	 */
	void latestRead(long number, long receivedNanos) {
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
		NodeProbe probe;
		synchronized (this) {
			if (this.current != session) {
				return;
			}
			if (session.hasHeld()) {
				this.budget.calm();
			}
			probe = this.comparison.begin(session.record(), this::probed, this.context.now());
		}
		if (probe != null) {
			probe.open();
		}
	}

	private void probed(NodeProbe probe, @Nullable Ending ending, @Nullable NodeFindings findings) {
		NodeSession session;
		Ending verdict;
		synchronized (this) {
			session = this.current;
			NodeRecord record = (session != null && session.isLive()) ? session.record() : null;
			verdict = this.comparison.end(probe, ending, findings, record, this.context.now());
		}
		this.context.observer().probed(this.context.chain(), (ending != null) ? ending.cause() : null);
		if (session != null && verdict != null) {
			session.end(verdict);
		}
	}

	/**
	 * The node reorganises its chain too often.
	 */
	void unstable() {
		NodeSession session = this.current;
		boolean leave;
		synchronized (this) {
			leave = session != null && session.isLive()
					&& this.nodes.haveBetterThan(session.record(), this.context.now());
		}
		if (session != null && leave) {
			session.end(new Ending(ConnectionEnd.UNSTABLE, "the node reorganises its chain too often"));
		}
	}

	/**
	 * Leave the current node for the best of the others, at somebody's word.
	 * @return whether there is another node
	 */
	boolean failOver() {
		Ending ending = new Ending(ConnectionEnd.ON_DEMAND, "somebody asked for another node");
		NodeSession session;
		synchronized (this) {
			long now = this.context.now();
			if (this.stopped || !this.nodes.areSeveral()) {
				return false;
			}
			session = this.current;
			NodeRecord left = this.lastTried;
			this.nodes.all().stream().filter((record) -> record != left).forEach((record) -> record.release(now));
			if (session == null && left != null) {
				left.ended(ending, now);
				schedule(now);
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
	void reconnect() {
		NodeSession session = this.current;
		if (session != null) {
			session.close();
			ended(session, new Ending(ConnectionEnd.ON_DEMAND, "somebody asked for a new connection"), true);
			return;
		}
		synchronized (this) {
			long now = this.context.now();
			this.nodes.all().forEach((record) -> record.release(now));
			schedule(now);
		}
	}

	/**
	 * A session has ended, for whatever reason.
	 */
	void ended(NodeSession session, Ending ending) {
		ended(session, ending, false);
	}

	private void ended(NodeSession session, Ending ending, boolean releaseAll) {
		NodeRecord record = session.record();
		long now = this.context.now();
		synchronized (this) {
			if (this.current != session) {
				return;
			}
			this.current = null;
			if (session.hasHeld()) {
				this.budget.calm();
			}
			if (session.hasProved()) {
				record.proved();
			}
			record.ended(ending, now);
			if (releaseAll) {
				this.nodes.all().forEach((one) -> one.release(now));
			}
			ConnectionState next = this.nodes.allRefuse() ? ConnectionState.REFUSED : ConnectionState.WAITING;
			this.state.moveTo(next, record.host() + ": " + ending.text());
			this.outage.ended(record.host(), ending, dueNanos(now), now);
		}
		this.context.observer().disconnected(this.context.chain(), ending.cause(), session.isLive());
		// Before the next attempt is due, so that it can take nothing from it.
		this.client.detach();
		this.listener.lost();
		schedule(this.context.now());
	}

}
