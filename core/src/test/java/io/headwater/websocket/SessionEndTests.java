package io.headwater.websocket;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;

import io.headwater.websocket.RawPeer.ClientFrame;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How a session ends, by a close frame or without one.
 */
@Timeout(60)
class SessionEndTests {

	@AutoClose
	private final ClientFixture client;

	SessionEndTests() throws IOException {
		this.client = new ClientFixture();
	}

	@Test
	void closesByCloseFrameAndAnswer() throws Exception {
		RawPeer peer = this.client.open();
		this.client.session().close(new CloseStatus(4321, "good\u20ACbye".repeat(30)));
		assertThat(this.client.session().isOpen()).isFalse();
		ClientFrame frame = peer.readFrame();
		assertThat(frame).hasToString("close:4321");
		assertThat(frame.payload().length).isBetween(122, 125);
		assertThat(this.client.handler().isClosed()).isFalse();
		peer.send(Wire.join(Wire.text("late"), Wire.ping("late"), Wire.pong("late"), Wire.close(4321)));
		assertThat(peer.isEnded()).isTrue();
		assertThat(this.client.handler().awaitClosed().getCode()).isEqualTo(4321);
		assertThat(this.client.handler().heard()).isEmpty();
		this.client.awaitNoThreads();
	}

	@Test
	void closesTheSocketOfANodeThatDoesNotAnswerTheCloseFrame() throws Exception {
		this.client.closeTimeout(Duration.ofMillis(50));
		RawPeer peer = this.client.open();
		this.client.session().close();
		assertThat(peer.readAll()).containsExactly("close:1000");
		assertThat(this.client.handler().awaitClosed())
			.isEqualTo(CloseStatus.NO_CLOSE_FRAME.withReason("the node did not answer the close frame in time"));
		this.client.awaitNoThreads();
	}

	@Test
	void closesOnce() throws Exception {
		RawPeer peer = this.client.open();
		this.client.session().close(CloseStatus.GOING_AWAY);
		this.client.session().close(CloseStatus.NORMAL);
		this.client.session().close();
		assertThat(peer.send(Wire.close(1001)).readAll()).containsExactly("close:1001");
		assertThat(this.client.handler().awaitClosed().getCode()).isEqualTo(1001);
		assertThatIOException().isThrownBy(() -> this.client.session().sendMessage(new TextMessage("late")))
			.withMessage("the session is closed");
		assertThat(this.client.handler().errors()).isEmpty();
	}

	@Test
	void sendsACloseFrameWithoutACode() throws Exception {
		RawPeer peer = this.client.open();
		this.client.session().close(CloseStatus.NO_STATUS_CODE);
		assertThat(peer.read()).isEqualTo("close:");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1004, 1015, 1016, 2999 })
	void refusesToCloseWithACodeThatMustNotBeSent(int code) throws Exception {
		this.client.open();
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.session().close(new CloseStatus(code)))
			.withMessage("The close code " + code + " must not be sent");
		assertThat(this.client.session().isOpen()).isTrue();
	}

	@Test
	void endOfTheConnectionWithoutACloseFrame() throws Exception {
		RawPeer peer = this.client.open();
		peer.close();
		assertThat(this.client.handler().awaitClosed()).isEqualTo(CloseStatus.NO_CLOSE_FRAME);
		assertThat(this.client.handler().errors()).isEmpty();
		this.client.awaitNoThreads();
		assertThat(this.client.scheduler().pending()).isZero();
	}

	@Test
	void resetOfTheConnectionIsATransportError() throws Exception {
		RawPeer peer = this.client.open();
		peer.reset();
		assertThat(this.client.handler().awaitClosed()).isEqualTo(CloseStatus.NO_CLOSE_FRAME);
		assertThat(this.client.handler().errors()).singleElement().isInstanceOf(SocketException.class);
	}

	@Test
	void endWithinAMessage() throws Exception {
		RawPeer peer = this.client.open();
		peer.send(Wire.hex("81 05 68 65"));
		peer.close();
		assertThat(this.client.handler().awaitClosed()).isEqualTo(CloseStatus.NO_CLOSE_FRAME);
		assertThat(this.client.handler().heard()).isEmpty();
	}

}
