package io.headwater.node;

import java.util.concurrent.atomic.AtomicBoolean;

import io.headwater.ethereum.EthereumNode;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.transport.Connection;
import io.headwater.transport.ConnectionListener;
import io.headwater.transport.Payload;
import io.headwater.websocket.ConnectionLoss;
import org.jspecify.annotations.Nullable;

/**
 * A short connection to another node than the followed one, to ask how far it is. Nothing
 * of it reaches the walk.
 */
final class NodeProbe implements ConnectionListener {

	private final NodeRecord record;

	private final Purpose purpose;

	private final LinkContext context;

	private final Listener listener;

	private final AtomicBoolean done = new AtomicBoolean();

	private final ChainIdentity identity;

	private volatile @Nullable Connection connection;

	private volatile @Nullable JsonRpcClient client;

	NodeProbe(NodeRecord record, Purpose purpose, LinkContext context, ChainIdentity identity, Listener listener) {
		this.record = record;
		this.purpose = purpose;
		this.context = context;
		this.listener = listener;
		this.identity = identity;
	}

	NodeRecord record() {
		return this.record;
	}

	Purpose purpose() {
		return this.purpose;
	}

	void open() {
		this.connection = this.record.transport().open(this);
		if (this.done.get()) {
			close();
		}
	}

	@Override
	public void opened(Connection connection) {
		this.connection = connection;
		JsonRpcClient client = this.context.client(connection, new ChainJsonRpcObserver(this.context));
		this.client = client;
		EthereumNode node = new EthereumNode(client, (head, receivedNanos) -> {
		});
		NodeCheck check = new NodeCheck(node, this.identity, this::failed, this.context.log());
		if (this.purpose == Purpose.RETURN) {
			check.run(true, (findings) -> finish(null, findings));
		}
		else {
			check.compare((findings) -> finish(null, findings));
		}
	}

	@Override
	public void received(Payload payload, long receivedNanos) {
		JsonRpcClient client = this.client;
		if (client != null) {
			client.received(payload, receivedNanos);
		}
	}

	@Override
	public void lost(ConnectionLoss loss) {
		failed(Ending.of(loss, this.context.chain()));
	}

	private void failed(Ending ending) {
		finish(ending, null);
	}

	private void finish(@Nullable Ending ending, NodeCheck.@Nullable Findings findings) {
		if (this.done.compareAndSet(false, true)) {
			close();
			this.listener.probed(this, ending, findings);
		}
	}

	/**
	 * Give up: the listener is not called any more. What is about to end may not have
	 * closed its connection yet, and soon nobody can, so that is done in any case.
	 */
	void cancel() {
		this.done.set(true);
		close();
	}

	private void close() {
		JsonRpcClient client = this.client;
		if (client != null) {
			client.end();
		}
		Connection connection = this.connection;
		if (connection != null) {
			connection.close();
		}
	}

	/** What is to be learnt of a node. */
	enum Purpose {

		/** Whether it is further than the followed one, which does not move. */
		COMPARISON,

		/** Whether it is well, so that the stream may return to it. */
		RETURN

	}

	/** Takes how a probe ended, once. */
	interface Listener {

		/**
		 * The probe ended.
		 * @param ending what speaks against the node, or {@code null}
		 * @param findings what it answered, or {@code null}
		 */
		void probed(NodeProbe probe, @Nullable Ending ending, NodeCheck.@Nullable Findings findings);

	}

}
