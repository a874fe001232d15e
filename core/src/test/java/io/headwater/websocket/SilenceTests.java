package io.headwater.websocket;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.headwater.test.TestCertificate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reader notices that nothing comes, without any other thread or timer.
 */
@Timeout(60)
class SilenceTests {

	private static final Duration PATIENCE = Duration.ofMillis(50);

	private static final Duration NEVER = Duration.ofHours(1);

	@AutoClose
	private final ClientFixture client;

	SilenceTests() throws IOException {
		this.client = new ClientFixture();
	}

	@Test
	void isToldOnTheReaderAndPingsThere() throws Exception {
		WatchingHandler handler = new WatchingHandler();
		RawPeer peer = this.client.handler(handler).open();
		letTheConnectDeadlinePass();
		assertThat(peer.readFrame()).extracting((frame) -> frame.first() & 0x7F).isEqualTo(Opcode.PING);
		assertThat(handler.silences.take()).isEqualTo("silent on client-0");
		assertThat(this.client.threads()).hasSize(1);
		assertThat(this.client.scheduler().pending()).isZero();
	}

	@Test
	void isToldAgainOnceSomethingHasCome() throws Exception {
		WatchingHandler handler = new WatchingHandler();
		RawPeer peer = this.client.handler(handler).open();
		handler.silences.take();
		peer.send(Wire.text("one"));
		assertThat(handler.silences.take()).startsWith("silent");
		peer.send(Wire.ping("x"));
		assertThat(handler.silences.take()).isEqualTo("pinged");
		assertThat(handler.silences.take()).startsWith("silent");
		assertThat(handler.heard()).containsExactly("one");
	}

	@Test
	void losesNothingOfAFrameThatComesInPieces() throws Exception {
		WatchingHandler handler = new WatchingHandler();
		handler.next = PATIENCE;
		RawPeer peer = this.client.handler(handler).open();
		for (byte piece : Wire.text("slow")) {
			handler.silences.take();
			peer.send(new byte[] { piece });
		}
		Awaitility.await().until(() -> handler.heard().equals(List.of("slow")));
	}

	@Test
	void losesNothingOverTls(@TempDir Path directory) throws Exception {
		TestCertificate certificate = TestCertificate.valid(directory, "localhost");
		try (ClientFixture secure = new ClientFixture(
				new RawServer(TestCertificate.context(certificate, null).getServerSocketFactory()))
			.tls(() -> TestCertificate.context(null, certificate))) {
			WatchingHandler handler = new WatchingHandler();
			handler.next = PATIENCE;
			secure.handler(handler).execute(secure.server().url("wss", "localhost"));
			RawPeer peer = secure.server().accept().upgrade();
			byte[] message = Wire.text("x".repeat(40_000));
			for (int i = 0; i < 5; i++) {
				handler.silences.take();
				peer.send(message);
			}
			Awaitility.await().until(() -> handler.heard().size() == 5);
		}
	}

	@Test
	void shortMessagesNeedNoDeadlineAndAnsweredPingsLetItStaySo() throws Exception {
		WatchingHandler handler = new WatchingHandler();
		RawPeer peer = this.client.handler(handler).open();
		letTheConnectDeadlinePass();
		handler.next = PATIENCE;
		for (int i = 0; i < 20; i++) {
			RawPeer.ClientFrame ping = peer.readFrame();
			peer.send(Wire.frame(Wire.FIN | Opcode.PONG, ping.payload()));
			this.client.session().sendMessage(new TextMessage("x".repeat(500)));
			peer.readFrame();
		}
		assertThat(this.client.scheduler().pending()).isZero();
	}

	@Test
	void answersThatNobodyAskedForProveNothing() throws Exception {
		RawPeer peer = this.client.open();
		letTheConnectDeadlinePass();
		for (int i = 0; i < 20; i++) {
			peer.send(Wire.pong("1234"));
			this.client.session().sendMessage(new TextMessage("x".repeat(500)));
			peer.readFrame();
		}
		assertThat(this.client.scheduler().pending()).isEqualTo(1);
	}

	/** It was kept, but looks once more. */
	private void letTheConnectDeadlinePass() {
		this.client.scheduler().advance(ClientFixture.CONNECT_TIMEOUT);
	}

	private static final class WatchingHandler extends RecordingHandler implements WatchfulSession.SilenceListener {

		private final BlockingQueue<String> silences = new LinkedBlockingQueue<>();

		private volatile Duration next = NEVER;

		private volatile WatchfulSession session;

		@Override
		public void afterConnectionEstablished(WebSocketSession session) throws Exception {
			this.session = (WatchfulSession) session;
			this.session.watch(PATIENCE, this);
			super.afterConnectionEstablished(session);
		}

		@Override
		public void frameCame() {
			this.silences.add("pinged");
		}

		@Override
		public Duration silent() {
			try {
				this.session.ping();
			}
			catch (IOException ex) {
				this.silences.add(ex.toString());
			}
			this.silences.add("silent on " + Thread.currentThread().getName());
			return this.next;
		}

	}

}
