package io.headwater.test;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

@Timeout(20)
class TcpProxyTests {

	private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8);

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1)).start();

	@AutoClose
	private final TcpProxy proxy = TcpProxy.before(this.node.url());

	@Test
	void forwardsBothWays() throws Exception {
		try (Socket client = connect()) {
			client.getOutputStream().write(REQUEST);
			assertThat(new String(client.getInputStream().readNBytes(8), StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1");
		}
	}

	@Test
	void resetsConnectionsWhenItIsCutAndLetsNewOnesThroughWhenItIsMended() throws Exception {
		try (Socket client = connect()) {
			client.getOutputStream().write(REQUEST, 0, 5);
			this.proxy.cut();
			assertThatIOException().isThrownBy(() -> readToTheEnd(client));
		}
		try (Socket client = connect()) {
			assertThatIOException().isThrownBy(() -> readToTheEnd(client));
		}
		this.proxy.mend();
		forwardsBothWays();
	}

	private Socket connect() throws IOException {
		URI url = this.proxy.url();
		return new Socket(url.getHost(), url.getPort());
	}

	private static void readToTheEnd(Socket client) throws IOException {
		if (client.getInputStream().read() < 0) {
			throw new IOException("the connection has ended");
		}
	}

}
