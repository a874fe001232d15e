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
	private final EngineFixture engine;

	SessionEndTests() throws IOException {
		this.engine = new EngineFixture();
	}

	@Test
	void closesByCloseFrameAndAnswer() throws Exception {
		RawPeer peer = this.engine.open();
		this.engine.session().close(new CloseStatus(4321, "good\u20ACbye".repeat(30)));
		assertThat(this.engine.session().isOpen()).isFalse();
		ClientFrame frame = peer.readFrame();
		assertThat(frame).hasToString("close:4321");
		assertThat(frame.payload().length).isBetween(122, 125);
		assertThat(this.engine.handler().isClosed()).isFalse();
		peer.send(Wire.join(Wire.text("late"), Wire.ping("late"), Wire.pong("late"), Wire.close(4321)));
		assertThat(peer.isEnded()).isTrue();
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(4321);
		assertThat(this.engine.handler().heard()).isEmpty();
		this.engine.awaitNoThreads();
	}

	@Test
	void closesTheSocketOfANodeThatDoesNotAnswerTheCloseFrame() throws Exception {
		this.engine.closeTimeout(Duration.ofMillis(50));
		RawPeer peer = this.engine.open();
		this.engine.session().close();
		assertThat(peer.readAll()).containsExactly("close:1000");
		assertThat(this.engine.handler().awaitClosed())
			.isEqualTo(CloseStatus.NO_CLOSE_FRAME.withReason("the node did not answer the close frame in time"));
		this.engine.awaitNoThreads();
	}

	@Test
	void closesOnce() throws Exception {
		RawPeer peer = this.engine.open();
		this.engine.session().close(CloseStatus.GOING_AWAY);
		this.engine.session().close(CloseStatus.NORMAL);
		this.engine.session().close();
		assertThat(peer.send(Wire.close(1001)).readAll()).containsExactly("close:1001");
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(1001);
		assertThatIOException().isThrownBy(() -> this.engine.session().sendMessage(new TextMessage("late")))
			.withMessage("the session is closed");
		assertThat(this.engine.handler().errors()).isEmpty();
	}

	@Test
	void sendsACloseFrameWithoutACode() throws Exception {
		RawPeer peer = this.engine.open();
		this.engine.session().close(CloseStatus.NO_STATUS_CODE);
		assertThat(peer.read()).isEqualTo("close:");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1004, 1015, 1016, 2999 })
	void refusesToCloseWithACodeThatMustNotBeSent(int code) throws Exception {
		this.engine.open();
		assertThatIllegalArgumentException().isThrownBy(() -> this.engine.session().close(new CloseStatus(code)))
			.withMessage("The close code " + code + " must not be sent");
		assertThat(this.engine.session().isOpen()).isTrue();
	}

	@Test
	void endOfTheConnectionWithoutACloseFrame() throws Exception {
		RawPeer peer = this.engine.open();
		peer.close();
		assertThat(this.engine.handler().awaitClosed()).isEqualTo(CloseStatus.NO_CLOSE_FRAME);
		assertThat(this.engine.handler().errors()).isEmpty();
		this.engine.awaitNoThreads();
		assertThat(this.engine.scheduler().pending()).isZero();
	}

	@Test
	void resetOfTheConnectionIsATransportError() throws Exception {
		RawPeer peer = this.engine.open();
		peer.reset();
		assertThat(this.engine.handler().awaitClosed()).isEqualTo(CloseStatus.NO_CLOSE_FRAME);
		assertThat(this.engine.handler().errors()).singleElement().isInstanceOf(SocketException.class);
	}

	@Test
	void endWithinAMessage() throws Exception {
		RawPeer peer = this.engine.open();
		peer.send(Wire.hex("81 05 68 65"));
		peer.close();
		assertThat(this.engine.handler().awaitClosed()).isEqualTo(CloseStatus.NO_CLOSE_FRAME);
		assertThat(this.engine.handler().heard()).isEmpty();
	}

}
