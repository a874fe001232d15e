package io.headwater.websocket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a session asks of its handler, and what the handler may do or fail at meanwhile.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SessionHandlerTests {

	@AutoClose
	private final ClientFixture client;

	SessionHandlerTests() throws IOException {
		this.client = new ClientFixture();
	}

	@Test
	void makesAllCallsOnOneThread() throws Exception {
		RawPeer peer = this.client.open();
		peer.send(Wire.join(Wire.text("a"), Wire.pong("b"), Wire.close(1000)));
		this.client.handler().awaitClosed();
		assertThat(this.client.handler().threads()).hasSize(4).containsOnly("client-0");
	}

	@Test
	void failingHandlerEndsTheSession(CapturedOutput output) throws Exception {
		this.client.handler(new RecordingHandler() {

			@Override
			public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
				throw new IOException("a defect");
			}

		});
		RawPeer peer = this.client.open();
		peer.send(Wire.text("x"));
		assertThat(peer.read()).isEqualTo("close:1011");
		assertThat(this.client.handler().awaitClosed()).isEqualTo(CloseStatus.SERVER_ERROR);
		assertThat(output).contains("The handler of the session with ws://127.0.0.1:", "a defect")
			.doesNotContain("SECRETKEY");
	}

	@Test
	void handlerThatFailsAtOpeningEndsTheSession() throws Exception {
		this.client.handler(new RecordingHandler() {

			@Override
			public void afterConnectionEstablished(WebSocketSession session) {
				throw new IllegalStateException("a defect");
			}

		});
		CompletableFuture<WebSocketSession> opened = this.client.execute();
		RawPeer peer = this.client.server().accept().upgrade();
		assertThat(peer.read()).isEqualTo("close:1011");
		assertThat(opened.get().isOpen()).isFalse();
	}

	@Test
	void socketIsClosedAlsoWhenTheHandlerFailsAtTheEnd() throws Exception {
		this.client.handler(new RecordingHandler() {

			@Override
			public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
				throw new InternalError("expected by a test");
			}

		});
		RawPeer peer = this.client.open();
		peer.socket().shutdownOutput();
		this.client.awaitNoThreads();
		peer.socket().setSoTimeout(1000);
		assertThat(peer.read()).isEqualTo("end");
		assertThat(this.client.session().isOpen()).isFalse();
	}

	@Test
	void handlerMayCloseAndSendWithinItsCalls() throws Exception {
		this.client.handler(new RecordingHandler() {

			@Override
			public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
				super.handleMessage(session, message);
				session.sendMessage(new TextMessage("answer"));
				session.close(CloseStatus.GOING_AWAY);
			}

		});
		RawPeer peer = this.client.open();
		peer.send(Wire.join(Wire.text("one"), Wire.text("two"), Wire.close(1001)));
		assertThat(peer.readAll()).containsExactly("text:answer", "close:1001");
		assertThat(this.client.handler().heard()).containsExactly("one");
		assertThat(this.client.handler().awaitClosed().getCode()).isEqualTo(1001);
	}

	@Test
	void slowHandlerHoldsTheNodeBackAndLosesNothing() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		this.client.handler(new RecordingHandler() {

			@Override
			public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
				assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
				super.handleMessage(session, message);
			}

		});
		RawPeer peer = this.client.open();
		CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
			try {
				peer.send(FramingCases.repeat(Wire.text("x".repeat(100_000)), 200));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task, SocketThreads.NODE).start());
		SocketThreads.awaitBlockedNode();
		assertThat(sent).isNotDone();
		assertThat(this.client.handler().heard()).isEmpty();
		gate.countDown();
		Awaitility.await().atMost(ClientFixture.PATIENCE).until(() -> this.client.handler().heard().size() == 200);
		sent.get();
	}

	@Test
	void tellsWhatItIsWithoutSecrets() throws Exception {
		RawPeer peer = this.client.open();
		WebSocketSession session = this.client.session();
		assertThat(session.toString()).contains(session.getId(), "ws://127.0.0.1").doesNotContain("SECRETKEY");
		assertThat(session.getUri()).isEqualTo(this.client.server().url());
		assertThat(session.getPrincipal()).isNull();
		assertThat(session.getExtensions()).isEmpty();
		assertThat(session.getAcceptedProtocol()).isNull();
		session.getAttributes().put("a", "b");
		assertThat(session.getAttributes()).isEqualTo(Map.of("a", "b"));
		assertThat(session.getRemoteAddress()).isEqualTo(peer.socket().getLocalSocketAddress());
		assertThat(session.getLocalAddress()).isEqualTo((InetSocketAddress) peer.socket().getRemoteSocketAddress());
	}

}
