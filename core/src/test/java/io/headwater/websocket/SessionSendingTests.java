package io.headwater.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.headwater.websocket.RawPeer.ClientFrame;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a session sends, frame by frame.
 */
@Timeout(60)
class SessionSendingTests {

	@AutoClose
	private final ClientFixture client;

	SessionSendingTests() throws IOException {
		this.client = new ClientFixture();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125, 126, 127, 65_535, 65_536, 100_000 })
	void sendsTextInOneMaskedFrameOfTheShortestForm(int length) throws Exception {
		RawPeer peer = this.client.open();
		String text = "ä".repeat(length / 2) + "x".repeat(length % 2);
		CompletableFuture<Void> sent = SocketThreads.send(this.client, new TextMessage(text));
		ClientFrame frame = peer.readFrame();
		assertThat(frame).hasToString("text:" + text);
		assertThat(frame.shortLength()).isEqualTo((length < 126) ? length : (length <= 65_535) ? 126 : 127);
		sent.get();
	}

	@Test
	void sendsBinaryPingAndPong() throws Exception {
		RawPeer peer = this.client.open();
		WebSocketSession session = this.client.session();
		ByteBuffer payload = ByteBuffer.wrap(Wire.utf8("..data..")).position(2).limit(6);
		session.sendMessage(new BinaryMessage(payload));
		session.sendMessage(new BinaryMessage(payload.asReadOnlyBuffer()));
		session.sendMessage(new PingMessage(ByteBuffer.wrap(Wire.utf8("p"))));
		session.sendMessage(new PongMessage());
		assertThat(List.of(peer.read(), peer.read(), peer.read(), peer.read())).containsExactly("binary:data",
				"binary:data", "ping:p", "pong:");
	}

	@Test
	void sendsPartsAsFragments() throws Exception {
		RawPeer peer = this.client.open();
		WebSocketSession session = this.client.session();
		session.sendMessage(new TextMessage("a", false));
		session.sendMessage(new PingMessage());
		assertThatIllegalStateException().isThrownBy(() -> session.sendMessage(new BinaryMessage(new byte[1])));
		session.sendMessage(new TextMessage("b", false));
		session.sendMessage(new TextMessage("c", true));
		session.sendMessage(new BinaryMessage(Wire.utf8("d"), false));
		session.sendMessage(new BinaryMessage(Wire.utf8("e"), true));
		session.close();
		assertThat(peer.send(Wire.close(1000)).readAll()).containsExactly("text:a...", "ping:", "continuation:b...",
				"continuation:c", "binary:d...", "continuation:e", "close:1000");
	}

	@Test
	void refusesToSendWhatIsNoFrame() throws Exception {
		this.client.open();
		WebSocketSession session = this.client.session();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> session.sendMessage(new PingMessage(ByteBuffer.allocate(126))))
			.withMessage("A control frame has at most 125 bytes, not 126");
		assertThatIllegalArgumentException().isThrownBy(() -> session.sendMessage(new OtherMessage()));
		assertThat(session.isOpen()).isTrue();
	}

	@Test
	void masksEachFrameWithAKeyOfItsOwn() throws Exception {
		RawPeer peer = this.client.open();
		Set<ByteBuffer> keys = new HashSet<>();
		for (int i = 0; i < 200; i++) {
			this.client.session().sendMessage(new TextMessage("the same"));
			keys.add(ByteBuffer.wrap(peer.readFrame().mask()));
		}
		assertThat(keys).hasSizeGreaterThan(195);
	}

	@Test
	void sendsOfManyThreadsDoNotMix() throws Exception {
		RawPeer peer = this.client.open();
		List<CompletableFuture<Void>> sent = new ArrayList<>();
		for (int thread = 0; thread < 8; thread++) {
			String text = Integer.toString(thread).repeat(20_000);
			sent.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 20; i++) {
					SocketThreads.sendNow(this.client, new TextMessage(text));
				}
			}, (task) -> new Thread(task).start()));
		}
		for (int i = 0; i < 160; i++) {
			String text = peer.read();
			assertThat(text).hasSize(20_005).isEqualTo("text:" + text.substring(5, 6).repeat(20_000));
		}
		for (CompletableFuture<Void> each : sent) {
			each.get();
		}
	}

	@Test
	void nothingIsDueAfterMessagesWereSent() throws Exception {
		RawPeer peer = this.client.open();
		this.client.session().sendMessage(new TextMessage("a"));
		this.client.session().sendMessage(new TextMessage("b"));
		assertThat(this.client.scheduler().pending()).isLessThanOrEqualTo(1);
		this.client.scheduler().advance(Duration.ofDays(1));
		assertThat(this.client.scheduler().pending()).isZero();
		assertThat(this.client.session().isOpen()).isTrue();
		assertThat(peer.read()).isEqualTo("text:a");
	}

	/**
	 * A message that Spring does not know.
	 */
	private static final class OtherMessage implements WebSocketMessage<String> {

		@Override
		public String getPayload() {
			return "";
		}

		@Override
		public int getPayloadLength() {
			return 0;
		}

		@Override
		public boolean isLast() {
			return true;
		}

	}

}
