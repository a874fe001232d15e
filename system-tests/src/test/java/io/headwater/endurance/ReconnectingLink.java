package io.headwater.endurance;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.headwater.Head;
import io.headwater.ethereum.EthereumNode;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcObserver;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.transport.Connection;
import io.headwater.transport.ConnectionListener;
import io.headwater.transport.DefaultClientFactory;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.NodeTransport;
import io.headwater.transport.Payload;
import io.headwater.transport.TransportSettings;
import io.headwater.websocket.ConnectionLoss;

/**
 * Opens connection after connection through one transport, subscribes at each, and tells
 * what is announced. It waits for nothing in between, and makes anew what a session
 * makes.
 */
final class ReconnectingLink implements ConnectionListener {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

	private final NodeTransport transport;

	private volatile JsonRpcClient client;

	private ReconnectingLink(String url) {
		this.transport = new NodeTransport(new NodeEndpoint(URI.create(url), Map.of()),
				new DefaultClientFactory(ReconnectingLink::reader, System::nanoTime, Clock.systemUTC()),
				new TransportSettings(TIMEOUT, TIMEOUT, 4 * 1024 * 1024, 64), writer(), this.scheduler,
				System::nanoTime);
	}

	private static Thread reader(Runnable task) {
		Thread reader = new Thread(task, "reader");
		reader.setDaemon(true);
		return reader;
	}

	private static ExecutorService writer() {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>());
	}

	/**
	 * The first argument is that of an application which follows the chain {@code main}.
	 */
	public static void main(String[] args) {
		ReconnectingLink link = new ReconnectingLink(args[0].substring(args[0].indexOf('=') + 1));
		link.transport.open(link);
		Parent.answer((question) -> switch (question) {
			case "figures" -> JvmFigures.taken().toLine();
			case "threads" -> JvmFigures.threadNames();
			default -> throw new IllegalArgumentException(question);
		});
	}

	private static void tell(Head head, long receivedNanos) {
		Parent.tell("head main " + head.number() + " " + head.hash());
	}

	@Override
	public void opened(Connection connection) {
		this.client = new JsonRpcClient(connection, new JsonRpcSettings(TIMEOUT, 32, 16), this.scheduler,
				JsonRpcObserver.NONE, 1);
		new EthereumNode(this.client, ReconnectingLink::tell).subscribeNewHeads().whenComplete((id, failure) -> {
			if (failure != null) {
				Parent.tell("breach main no subscription: " + failure.getMessage());
			}
		});
	}

	@Override
	public void received(Payload payload, long receivedNanos) {
		this.client.received(payload, receivedNanos);
	}

	@Override
	public void lost(ConnectionLoss loss) {
		if (this.client != null) {
			this.client.end();
		}
		this.transport.open(this);
	}

}
