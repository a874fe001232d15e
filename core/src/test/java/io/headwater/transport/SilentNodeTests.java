package io.headwater.transport;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.test.TcpProxy;
import io.headwater.testing.VirtualScheduler;
import io.headwater.transport.TransportSettings.KeepAlive;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection of the client whose node is dead ends, and that of a living one stays,
 * with nothing but the reader: the scheduler stands still.
 */
@Timeout(60)
class SilentNodeTests {

	private static final Duration INTERVAL = Duration.ofMillis(200);

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	@AutoClose
	private final TcpProxy proxy = TcpProxy.before(this.node.url());

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final RecordingListener listener = new RecordingListener();

	@Test
	void livingNodeIsPingedAndStays() {
		Connection connection = open(this.proxy.url());
		Awaitility.await().until(() -> !this.listener.heard().isEmpty());
		// The deadline of the attempt was kept, but looks once more.
		this.scheduler.advance(Duration.ofSeconds(10));
		Awaitility.await()
			.during(INTERVAL.multipliedBy(2).plus(TIMEOUT))
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.listener.losses().isEmpty());
		assertThat(connection.sinceLastFrame()).isLessThan(INTERVAL.plus(TIMEOUT));
		assertThat(this.scheduler.pending()).isZero();
		connection.close();
	}

	@Test
	void deadNodeIsFoundOut() {
		open(this.proxy.url());
		Awaitility.await().until(() -> !this.listener.heard().isEmpty());
		this.proxy.pause();
		Awaitility.await().until(() -> !this.listener.losses().isEmpty());
		assertThat(this.listener.losses())
			.containsExactly(new ConnectionLoss(Kind.SILENT, "nothing came for 1000 ms after a ping"));
	}

	private Connection open(URI url) {
		NodeTransport transport = new NodeTransport(new NodeEndpoint(url, Map.of()),
				new DefaultClientFactory((task) -> daemon(task), System::nanoTime, Clock.systemUTC()),
				new TransportSettings(Duration.ofSeconds(10), Duration.ofSeconds(10), 100_000, 2,
						new KeepAlive(INTERVAL, TIMEOUT, Duration.ofSeconds(30))),
				(task) -> daemon(task).start(), this.scheduler, System::nanoTime);
		return transport.open(this.listener);
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "silence");
		thread.setDaemon(true);
		return thread;
	}

}
