package io.headwater.websocket;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Messages that are not read end the session, and it is told why.
 */
@Timeout(60)
class RefusedMessageTests {

	@AutoClose
	private final ClientFixture client;

	RefusedMessageTests() throws IOException {
		this.client = new ClientFixture();
	}

	@ParameterizedTest
	@ValueSource(strings = { "81", "81 05 68", "81 7e 00", "01 01 68", "89 02 68" })
	void messageThatIsNotEndedInTimeEndsTheSession(String begun) throws Exception {
		RawPeer peer = this.client.open();
		peer.send(Wire.hex(begun));
		SocketThreads.awaitReaderWithinAMessage();
		this.client.scheduler().advance(ClientFixture.MESSAGE_TIMEOUT.minusNanos(1));
		assertThat(this.client.session().isOpen()).isTrue();
		this.client.scheduler().advance(Duration.ofNanos(1));
		assertThat(this.client.handler().awaitClosed())
			.isEqualTo(CloseStatus.PROTOCOL_ERROR.withReason("a message was begun but not ended in time"));
		this.client.awaitNoThreads();
	}

	@Test
	void nodeThatFloodsAfterItsFaultIsCutOff() throws Exception {
		this.client.closeTimeout(Duration.ofMillis(50));
		RawPeer peer = this.client.open();
		peer.send(Wire.hex("ff 00"));
		assertThat(this.client.handler().awaitClosed().getCode()).isEqualTo(1002);
		byte[] flood = FramingCases.repeat(Wire.text("x".repeat(1_000)), 100);
		assertThatIOException().isThrownBy(() -> {
			while (true) {
				peer.send(flood);
			}
		});
		this.client.awaitNoThreads();
		assertThat(this.client.handler().heard()).isEmpty();
	}

	@Test
	void tellsWhatWasWrong() throws Exception {
		RawPeer peer = this.client.open();
		peer.send(Wire.hex("83 00"));
		assertThat(this.client.handler().awaitClosed().getReason()).isEqualTo("a frame has a reserved opcode");
	}

	@Test
	void refusesBinaryMessagesWhereTheyAreNotRead() throws Exception {
		this.client.refusingBinary();
		RawPeer peer = this.client.open();
		peer.send(Wire.join(Wire.text("text"), FramingCases.binary("binary")));
		assertThat(peer.read()).isEqualTo("close:1003");
		assertThat(this.client.handler().awaitClosed().getCode()).isEqualTo(1003);
		assertThat(this.client.handler().heard()).containsExactly("text");
	}

	@Test
	void keepsTheLimitsOfTheSession() throws Exception {
		RawPeer peer = this.client.open();
		WebSocketSession session = this.client.session();
		assertThat(session.getTextMessageSizeLimit()).isEqualTo(FramingCases.LIMIT);
		session.setTextMessageSizeLimit(5);
		session.setBinaryMessageSizeLimit(6);
		peer.send(Wire.join(Wire.text("12345"), FramingCases.binary("123456"), Wire.text("123456")));
		assertThat(peer.read()).isEqualTo("close:1009");
		assertThat(this.client.handler().awaitClosed().getReason())
			.isEqualTo("a message is longer than the 5 bytes that are read");
		assertThat(this.client.handler().heard()).containsExactly("12345", "123456");
		assertThat(session.getBinaryMessageSizeLimit()).isEqualTo(6);
	}

}
