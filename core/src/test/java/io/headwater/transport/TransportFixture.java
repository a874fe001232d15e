package io.headwater.transport;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

import io.headwater.testing.FakeWebSocketClient;
import io.headwater.testing.VirtualScheduler;
import org.jspecify.annotations.Nullable;

/**
 * A transport under virtual time, between a client that a test plays and a listener that
 * keeps what it hears.
 */
final class TransportFixture {

	static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

	static final TransportSettings SETTINGS = new TransportSettings(CONNECT_TIMEOUT, SEND_TIMEOUT, 10, 2);

	static final NodeEndpoint ENDPOINT = new NodeEndpoint(URI.create("ws://node.example/v3/SECRETKEY123"),
			Map.of("Authorization", "Bearer SECRETKEY123", "X-Name", "value"));

	final FakeWebSocketClient client = new FakeWebSocketClient();

	final VirtualScheduler scheduler = new VirtualScheduler();

	final RecordingListener listener = new RecordingListener();

	/** What the writer has still to do: it does nothing before a test says so. */
	final Queue<Runnable> writer = new ArrayDeque<>();

	/** What the writer throws from now on instead of taking anything. */
	@Nullable Error outOfThreads;

	final NodeTransport transport = new NodeTransport(ENDPOINT, (endpoint, settings) -> this.client, SETTINGS,
			this::write, this.scheduler, this.scheduler::nanoTime);

	private void write(Runnable task) {
		if (this.outOfThreads != null) {
			throw this.outOfThreads;
		}
		this.writer.add(task);
	}

	Connection open() throws Exception {
		Connection connection = this.transport.open(this.listener);
		this.client.last().succeed();
		return connection;
	}

	void runWriter() {
		for (Runnable task = this.writer.poll(); task != null; task = this.writer.poll()) {
			task.run();
		}
	}

}
