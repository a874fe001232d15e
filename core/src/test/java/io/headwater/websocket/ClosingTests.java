package io.headwater.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;

import javax.net.ssl.SSLSocket;

import io.headwater.test.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How a connection is left to the node when its session is closed.
 */
@Timeout(60)
class ClosingTests {

	/** Which contents a record has is encrypted, and so is an alert. */
	private static final int ENCRYPTED_RECORD = 23;

	@Test
	void endsTlsInOrderWhenTheNodeCloses(@TempDir Path directory) throws Exception {
		try (TlsPeer peer = new TlsPeer(directory)) {
			peer.tls.send(Wire.close(1001));
			assertThat(peer.tls.read()).isEqualTo("close:1001");
			peer.assertTlsIsEnded();
			assertThat(peer.client.handler().awaitClosed()).isEqualTo(CloseStatus.GOING_AWAY);
			peer.client.awaitNoThreads();
		}
	}

	@Test
	void endsTlsInOrderWhenWeClose(@TempDir Path directory) throws Exception {
		try (TlsPeer peer = new TlsPeer(directory)) {
			peer.client.session().close();
			assertThat(peer.tls.read()).isEqualTo("close:1000");
			peer.tls.send(Wire.close(1000));
			peer.assertTlsIsEnded();
			assertThat(peer.client.handler().awaitClosed()).isEqualTo(CloseStatus.NORMAL);
			peer.client.awaitNoThreads();
		}
	}

	@Test
	void keepsNoConnectionOfWhichNobodyCanAwaitTheEnd() throws Exception {
		try (ClientFixture client = new ClientFixture()) {
			RawPeer peer = client.open();
			WebSocketSession session = client.session();
			client.outOfThreads();
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(session::close);
			assertThat(client.handler().awaitClosed()).isEqualTo(CloseStatus.NO_CLOSE_FRAME);
			assertThat(peer.isEnded()).isTrue();
			client.awaitNoThreads();
		}
	}

	/**
	 * A node that speaks TLS over a socket whose bytes can be looked at, too.
	 */
	private static final class TlsPeer implements AutoCloseable {

		private final ClientFixture client = new ClientFixture();

		private final Socket socket;

		private final RawPeer tls;

		TlsPeer(Path directory) throws Exception {
			TestCertificate certificate = TestCertificate.valid(directory, "127.0.0.1");
			this.client.tls(() -> TestCertificate.context(null, certificate));
			this.client.execute(this.client.server().url("wss", "127.0.0.1"));
			this.socket = this.client.server().accept().socket();
			SSLSocket secure = (SSLSocket) TestCertificate.context(certificate, null)
				.getSocketFactory()
				.createSocket(this.socket, null, false);
			secure.setEnabledProtocols(new String[] { "TLSv1.3" });
			this.tls = new RawPeer(secure).upgrade();
			this.client.handler().awaitOpen();
		}

		/** The records so far were read to their ends. */
		void assertTlsIsEnded() throws IOException {
			InputStream in = this.socket.getInputStream();
			assertThat(in.read()).isEqualTo(ENCRYPTED_RECORD);
			assertThat(in.readAllBytes()).isNotEmpty();
		}

		@Override
		public void close() throws IOException {
			this.client.close();
		}

	}

}
