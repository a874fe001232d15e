package io.headwater.websocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class DialerTests {

	private static final int MOST_WAITING = 20;

	private final SocketHolder holder = new SocketHolder();

	@Test
	void addressThatDoesNotAnswerLeavesTimeForTheNextOne() throws Exception {
		InetAddress silent = InetAddress.getByName("127.0.0.2");
		InetAddress open = InetAddress.getByName("127.0.0.1");
		List<Socket> waiting = new ArrayList<>();
		try (RawServer server = new RawServer(); ServerSocket full = new ServerSocket(server.port(), 1, silent)) {
			fill(full, waiting);
			Dialer dialer = new Dialer((host) -> new InetAddress[] { silent, open }, () -> null,
					(proxy, realm) -> null);
			Socket socket = dialer.dial(new Target("node.example", server.port(), false), this.holder,
					() -> Duration.ofSeconds(2));
			assertThat(((InetSocketAddress) socket.getRemoteSocketAddress()).getAddress()).isEqualTo(open);
		}
		finally {
			for (Socket socket : waiting) {
				socket.close();
			}
			this.holder.close();
		}
	}

	/** Linux drops what comes to a full backlog, as a firewall would. */
	private static void fill(ServerSocket full, List<Socket> waiting) throws IOException {
		for (int i = 0; i < MOST_WAITING; i++) {
			Socket socket = new Socket();
			waiting.add(socket);
			try {
				socket.connect(full.getLocalSocketAddress(), 200);
			}
			catch (SocketTimeoutException ex) {
				return;
			}
		}
		Assumptions.abort("This system lets more clients wait");
	}

	@Test
	void connectsNoMoreWhenNoTimeIsLeft() {
		Dialer dialer = new Dialer(InetAddress::getAllByName, () -> null, (proxy, realm) -> null);
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> dialer.dial(new Target("127.0.0.1", 1, false), this.holder, () -> Duration.ZERO));
	}

	@Test
	void connectsNoMoreWhenTheAttemptWasGivenUp() throws IOException {
		this.holder.close();
		try (RawServer server = new RawServer()) {
			Dialer dialer = new Dialer(InetAddress::getAllByName, () -> null, (proxy, realm) -> null);
			assertThatExceptionOfType(SocketException.class)
				.isThrownBy(() -> dialer.dial(new Target("127.0.0.1", server.port(), false), this.holder,
						() -> Duration.ofSeconds(30)))
				.withMessage("the connection was given up");
		}
	}

}
