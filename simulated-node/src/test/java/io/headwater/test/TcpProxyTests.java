package io.headwater.test;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.headwater.test.TcpProxy.Direction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TcpProxy}, with both ends in the hands of the test.
 */
@Timeout(60)
class TcpProxyTests {

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final int SILENCE_MILLIS = 100;

	@AutoClose
	private final ServerSocket server;

	@AutoClose
	private final TcpProxy proxy;

	private Socket client;

	private Socket node;

	TcpProxyTests() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.server.setSoTimeout(TIMEOUT_MILLIS);
		this.proxy = TcpProxy.before(URI.create("ws://127.0.0.1:" + this.server.getLocalPort()));
	}

	@BeforeEach
	void connectBoth() throws IOException {
		this.client = connect();
		this.node = accept();
	}

	@AfterEach
	void closeBoth() throws IOException {
		this.client.close();
		this.node.close();
	}

	@Test
	void carriesBothWays() throws IOException {
		assertCarries(this.client, this.node);
		assertCarries(this.node, this.client);
	}

	@Test
	void carriesAWebSocket() {
		try (SimulatedNode simulated = SimulatedNode.create(new SimulatedChain(1)).start()) {
			this.proxy.switchTo(simulated.url());
			this.proxy.split(3);
			TestClient webSocket = TestClient.connect(this.proxy.url());
			webSocket.subscribe();
			assertThat(simulated.mine().hash()).isEqualTo(webSocket.nextHead());
		}
	}

	@Test
	void carriesTheEndOfEachSideAlone() throws IOException {
		this.client.shutdownOutput();
		assertThat(this.node.getInputStream().read()).isEqualTo(-1);
		assertCarries(this.node, this.client);
		this.node.close();
		assertThat(this.client.getInputStream().read()).isEqualTo(-1);
		awaitConnections(0);
	}

	@Test
	void carriesAReset() throws IOException {
		this.node.setSoLinger(true, 0);
		this.node.close();
		assertReset(this.client);
		awaitConnections(0);
	}

	@Test
	void resetsConnectionsAndLetsNewOnesThrough() throws IOException {
		this.proxy.reset();
		assertReset(this.client);
		assertReset(this.node);
		connectBoth();
		carriesBothWays();
	}

	@Test
	void endsConnectionsAndLetsNewOnesThrough() throws IOException {
		this.proxy.end();
		assertThat(this.client.getInputStream().read()).isEqualTo(-1);
		assertThat(this.node.getInputStream().read()).isEqualTo(-1);
		connectBoth();
		carriesBothWays();
	}

	@Test
	void refusesConnectionsFromTheCutToTheMending() throws IOException {
		this.proxy.cut();
		assertReset(this.client);
		assertReset(connect());
		this.proxy.mend();
		connectBoth();
		carriesBothWays();
	}

	@Test
	void resetsClientsWhenTheNodeRefuses() throws IOException {
		this.server.close();
		assertReset(connect());
		carriesBothWays();
	}

	@Test
	void carriesNothingWhilePausedAndAllOfItLater() throws IOException {
		this.proxy.pause();
		write(this.client, "abc");
		write(this.node, "def");
		assertSilent(this.node);
		assertSilent(this.client);
		this.proxy.resume();
		assertThat(read(this.node, 3)).isEqualTo("abc");
		assertThat(read(this.client, 3)).isEqualTo("def");
	}

	@Test
	void carriesNoEndWhilePaused() throws IOException {
		this.proxy.pause(Direction.TO_NODE);
		this.client.close();
		assertSilent(this.node);
		this.proxy.mend();
		assertThat(this.node.getInputStream().read()).isEqualTo(-1);
	}

	@Test
	void pausesOneWay() throws IOException {
		this.proxy.pause(Direction.TO_CLIENT);
		assertCarries(this.client, this.node);
		write(this.node, "x");
		assertSilent(this.client);
		this.proxy.resume();
		this.proxy.pause(Direction.TO_NODE);
		assertThat(read(this.client, 1)).isEqualTo("x");
		write(this.client, "y");
		assertSilent(this.node);
	}

	@Test
	void pausedSocketsTakeNoMoreThanBuffersHold() throws Exception {
		this.proxy.pause(Direction.TO_NODE);
		List<Integer> written = new CopyOnWriteArrayList<>();
		Background.run(() -> {
			byte[] megabyte = new byte[1024 * 1024];
			while (written.size() < 1000) {
				this.client.getOutputStream().write(megabyte);
				written.add(1);
			}
			return null;
		});
		assertSilent(this.node);
		assertThat(written).hasSizeLessThan(1000);
	}

	@Test
	void throttles() throws IOException {
		this.proxy.throttle(1000);
		long start = System.nanoTime();
		write(this.client, "x".repeat(300));
		assertThat(read(this.node, 300)).hasSize(300);
		// The wait after the last piece comes after its arrival.
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
		this.proxy.throttle(1);
		write(this.client, "x".repeat(1000));
		assertThat(read(this.node, 1)).isEqualTo("x");
		assertSilent(this.node);
		this.proxy.mend();
		assertThat(read(this.node, 999)).hasSize(999);
	}

	@Test
	void delays() throws IOException {
		this.proxy.delay(Duration.ofMillis(100));
		long start = System.nanoTime();
		assertCarries(this.client, this.node);
		assertCarries(this.node, this.client);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		this.proxy.delay(Duration.ofHours(1));
		write(this.client, "abc");
		assertSilent(this.node);
		this.proxy.mend();
		assertThat(read(this.node, 3)).isEqualTo("abc");
	}

	@Test
	void splitsWhatWasOnePiece() throws IOException {
		this.proxy.split(2);
		this.proxy.throttle(20);
		write(this.client, "abcdef");
		assertThat(this.node.getInputStream().read(new byte[6])).isBetween(1, 2);
		this.proxy.mend();
		this.proxy.split(1);
		assertCarries(this.node, this.client);
	}

	@Test
	void letsIgnoredConnectionsWaitUntilItIsMended() throws IOException {
		this.proxy.ignoreNewConnections();
		try (Socket ignored = connect()) {
			write(ignored, "abc");
			assertSilent(ignored);
			this.server.setSoTimeout(SILENCE_MILLIS);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(this.server::accept);
			carriesBothWays();
			this.server.setSoTimeout(TIMEOUT_MILLIS);
			this.proxy.mend();
			try (Socket late = accept()) {
				assertThat(read(late, 3)).isEqualTo("abc");
			}
		}
	}

	@Test
	void standsBeforeAnotherNodeForNewConnections() throws IOException {
		try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			this.proxy.switchTo(URI.create("ws://127.0.0.1:" + other.getLocalPort()));
			try (Socket moved = connect(); Socket otherNode = other.accept()) {
				assertCarries(moved, otherNode);
				carriesBothWays();
			}
		}
	}

	@Test
	void noThreadIsLeftAfterwards() throws IOException {
		this.proxy.pause();
		write(this.client, "abc");
		this.proxy.ignoreNewConnections();
		Socket ignored = connect();
		awaitConnections(2);
		this.proxy.close();
		assertReset(this.client);
		assertReset(ignored);
		assertThat(this.proxy.connectionCount()).isZero();
		Awaitility.await().untilAsserted(() -> assertThat(proxyThreads()).isEmpty());
		assertThatIOException().isThrownBy(this::connect);
	}

	@Test
	void refusesSenselessValues() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.proxy.throttle(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.proxy.split(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.proxy.delay(Duration.ofMillis(-1)));
	}

	private static List<String> proxyThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("simulated-node-proxy-"))
			.toList();
	}

	private void awaitConnections(int count) {
		Awaitility.await().untilAsserted(() -> assertThat(this.proxy.connectionCount()).isEqualTo(count));
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(this.proxy.url().getHost(), this.proxy.url().getPort());
		socket.setSoTimeout(TIMEOUT_MILLIS);
		return socket;
	}

	private Socket accept() throws IOException {
		Socket socket = this.server.accept();
		socket.setSoTimeout(TIMEOUT_MILLIS);
		return socket;
	}

	private static void assertCarries(Socket from, Socket to) throws IOException {
		write(from, "carried");
		assertThat(read(to, 7)).isEqualTo("carried");
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static String read(Socket socket, int count) throws IOException {
		byte[] bytes = new byte[count];
		new DataInputStream(socket.getInputStream()).readFully(bytes);
		return new String(bytes, StandardCharsets.US_ASCII);
	}

	private static void assertReset(Socket socket) {
		assertThatIOException().isThrownBy(() -> socket.getInputStream().read()).withMessageContaining("reset");
	}

	private static void assertSilent(Socket socket) throws IOException {
		socket.setSoTimeout(SILENCE_MILLIS);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
		socket.setSoTimeout(TIMEOUT_MILLIS);
	}

}
