package io.headwater.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.headwater.ConnectionState;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.node.EthereumNode;
import io.headwater.transport.Connection;
import io.headwater.transport.ConnectionListener;
import io.headwater.transport.ConnectionLoss;
import io.headwater.transport.NodeTransport;
import io.headwater.transport.Payload;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOffExecution;

/**
 * The link from a stream to its chain: one connection at a time, opened anew whenever it
 * is lost, to the next of the nodes in turn. A link is started once and stopped once.
 */
final class NodeLink {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	private final StreamSettings settings;

	private final List<NodeTransport> nodes;

	private final ScheduledExecutorService scheduler;

	private final StateHolder<ConnectionState> state;

	private final LinkListener listener;

	private final JsonRpcClient client;

	private final EthereumNode node;

	private BackOffExecution backOff;

	private int attempts;

	private @Nullable NodeTransport followed;

	/** The chain that every node must have: the configured one, or that of the first. */
	private volatile @Nullable Long chainId;

	private boolean outageLogged;

	private boolean stopped;

	private @Nullable Attempt current;

	private @Nullable Future<?> retry;

	NodeLink(StreamSettings settings, List<NodeTransport> nodes, ScheduledExecutorService scheduler,
			JsonRpcClient client, EthereumNode node, StateHolder<ConnectionState> state, LinkListener listener) {
		this.settings = settings;
		this.nodes = nodes;
		this.scheduler = scheduler;
		this.state = state;
		this.listener = listener;
		this.client = client;
		this.node = node;
		this.backOff = settings.reconnect().start();
		this.chainId = settings.chainId();
	}

	void start() {
		connect();
	}

	private void connect() {
		NodeTransport transport;
		Attempt attempt;
		synchronized (this) {
			if (this.stopped) {
				return;
			}
			transport = this.nodes.get(this.attempts++ % this.nodes.size());
			attempt = new Attempt(transport);
			this.current = attempt;
			this.state.moveTo(ConnectionState.CONNECTING, "opening a connection to " + attempt.host);
		}
		attempt.connection = transport.open(attempt);
		if (!isCurrent(attempt)) {
			attempt.close();
		}
	}

	void stop() {
		Attempt attempt;
		synchronized (this) {
			this.stopped = true;
			attempt = this.current;
			this.current = null;
			if (this.retry != null) {
				this.retry.cancel(false);
			}
			this.state.moveTo(ConnectionState.STOPPED, "the stream was stopped");
		}
		if (attempt != null) {
			attempt.close();
		}
		this.client.detach();
	}

	private synchronized boolean isCurrent(Attempt attempt) {
		return this.current == attempt;
	}

	/**
	 * One connection, from the attempt to its end. What it hears counts only as long as
	 * it is the current one.
	 */
	private final class Attempt implements ConnectionListener {

		private final NodeTransport transport;

		private final String host;

		private volatile @Nullable Connection connection;

		Attempt(NodeTransport transport) {
			this.transport = transport;
			this.host = transport.endpoint().toString();
		}

		@Override
		public void opened(Connection connection) {
			this.connection = connection;
			synchronized (NodeLink.this) {
				if (NodeLink.this.current != this) {
					return;
				}
				NodeLink.this.client.attach(connection);
				NodeLink.this.state.moveTo(ConnectionState.SUBSCRIBING, "connected to " + this.host);
			}
			then(NodeLink.this.node.chainId(), "the node did not tell its chain", (chainId) -> {
				if (isOther(chainId)) {
					refuse(chainId);
				}
				else {
					subscribe(chainId);
				}
			});
		}

		private boolean isOther(long chainId) {
			Long expected = NodeLink.this.chainId;
			return expected != null && expected != chainId;
		}

		private void subscribe(long chainId) {
			then(NodeLink.this.node.subscribeNewHeads(), "the node does not announce its heads", (id) -> live(chainId));
		}

		private void live(long chainId) {
			boolean sameNode;
			synchronized (NodeLink.this) {
				if (NodeLink.this.current != this) {
					return;
				}
				sameNode = NodeLink.this.followed == null || NodeLink.this.followed == this.transport;
				NodeLink.this.followed = this.transport;
				NodeLink.this.chainId = chainId;
				NodeLink.this.outageLogged = false;
				NodeLink.this.backOff = NodeLink.this.settings.reconnect().start();
				NodeLink.this.state.moveTo(ConnectionState.LIVE, "subscribed at " + this.host);
			}
			if (!sameNode) {
				NodeLink.this.node.otherNode();
			}
			logger.info("[" + NodeLink.this.settings.chain() + "] Following chain " + chainId + " at " + this.host);
			NodeLink.this.listener.subscribed(chainId, sameNode);
		}

		/** What fails in a future would otherwise be known to nobody. */
		private <T> void then(CompletableFuture<@Nullable T> answer, String otherwise, Consumer<T> next) {
			answer.whenComplete((value, failure) -> {
				if (failure != null || value == null) {
					fail(otherwise, failure);
					return;
				}
				try {
					next.accept(value);
				}
				catch (RuntimeException ex) {
					logger.error("[" + NodeLink.this.settings.chain() + "] An answer could not be handled", ex);
					fail("an answer could not be handled", null);
				}
			});
		}

		@Override
		public void received(Payload payload, long receivedNanos) {
			if (isCurrent(this)) {
				NodeLink.this.client.received(payload, receivedNanos);
			}
		}

		@Override
		public void lost(ConnectionLoss loss) {
			end(ConnectionState.WAITING, loss.detail());
		}

		private void fail(String what, @Nullable Throwable failure) {
			String why = (failure != null) ? " (" + failure.getMessage() + ")" : "";
			close();
			end(ConnectionState.WAITING, what + why);
		}

		private void refuse(long chainId) {
			close();
			String why = (NodeLink.this.settings.chainId() != null)
					? "headwater.chains." + NodeLink.this.settings.chain() + ".chain-id is "
					: "the node that was followed before has chain ";
			end(ConnectionState.REFUSED, "the node has chain " + chainId + ", but " + why + NodeLink.this.chainId);
		}

		void close() {
			Connection connection = this.connection;
			if (connection != null) {
				connection.close();
			}
		}

		private void end(ConnectionState next, String reason) {
			Duration delay;
			synchronized (NodeLink.this) {
				if (NodeLink.this.current != this) {
					return;
				}
				NodeLink.this.current = null;
				delay = (next == ConnectionState.REFUSED) ? NodeLink.this.settings.refusedDelay()
						: Duration.ofMillis(NodeLink.this.backOff.nextBackOff());
				NodeLink.this.state.moveTo(next, this.host + ": " + reason);
				logEnd(next, reason, delay);
			}
			// Before the next attempt is due, so that it can take nothing from it.
			NodeLink.this.client.detach();
			NodeLink.this.listener.lost();
			retryAfter(delay);
		}

		private void retryAfter(Duration delay) {
			synchronized (NodeLink.this) {
				if (!NodeLink.this.stopped) {
					NodeLink.this.retry = NodeLink.this.scheduler.schedule(NodeLink.this::connect, delay.toNanos(),
							TimeUnit.NANOSECONDS);
				}
			}
		}

		private void logEnd(ConnectionState next, String reason, Duration delay) {
			String line = "[" + NodeLink.this.settings.chain() + "] No heads from " + this.host + ": " + reason
					+ ". Next attempt in " + delay.toMillis() + " ms";
			if (next == ConnectionState.REFUSED) {
				logger.error(line);
			}
			else if (!NodeLink.this.outageLogged) {
				logger.warn(line + ", and without end after it; further ones are logged at DEBUG");
			}
			else {
				logger.debug(line);
			}
			NodeLink.this.outageLogged = true;
		}

	}

}
