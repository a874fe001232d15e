package io.headwater.websocket;

import java.io.IOException;
import java.time.Duration;

import io.headwater.transport.HandshakeFailure;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.socket.WebSocketHttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told of a node that refuses the upgrade by an HTTP status.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class RefusedUpgradeTests {

	@AutoClose
	private final HandshakeFixture handshake;

	private final ClientFixture client;

	RefusedUpgradeTests() throws IOException {
		this.handshake = new HandshakeFixture();
		this.client = this.handshake.client;
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 404, 426, 429, 500, 502, 503, 504 })
	void anyOtherStatusIsARefusal(int status) throws Exception {
		this.handshake.answer(
				"HTTP/1.1 " + status + " Something\r\nLocation: ws://elsewhere.example/\r\nContent-Length: 0\r\n\r\n");
		assertThat(this.handshake.failure()).isInstanceOfSatisfying(HandshakeRefusedException.class, (ex) -> {
			assertThat(HandshakeFailure.of(ex)).isEqualTo(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
					"the upgrade to WebSocket was refused with HTTP status " + status, status, null));
			assertThat(ex.body()).isEmpty();
		});
		this.handshake.assertNothingIsLeft();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 204 })
	void saysThatAnAddressIsForHttpOnly(int status) throws Exception {
		this.handshake.answer("HTTP/1.1 " + status + " Fine\r\nContent-Length: 0\r\n\r\n");
		assertThat(this.handshake.refusal().loss())
			.isEqualTo(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
					"the upgrade to WebSocket was refused with HTTP status " + status
							+ ": this address answers HTTP only; providers have another URL for WebSocket",
					status, null));
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 307, 308 })
	void redirectIsARefusalThatSaysSo(int status) throws Exception {
		this.handshake
			.answer("HTTP/1.1 " + status + " Moved\r\nLocation: ws://elsewhere.example/\r\nContent-Length: 0\r\n\r\n");
		assertThat(this.handshake.refusal().loss()).isEqualTo(
				new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket was refused with HTTP status "
						+ status + ": the node redirects to another address, which is not followed", status, null));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null",
			value = { "7,PT7S", "0,PT0S", "'Wed, 25 Nov 2026 12:01:30 GMT',PT1M30S",
					"'Wed, 25 Nov 2026 11:00:00 GMT',PT0S", "soon,null", "-1,null", "99999999999999999999,null",
					"1.5,null", "'',null" })
	void tellsForHowLongTheNodeWantsToBeLeftAlone(String header, Duration delay) throws Exception {
		this.handshake
			.answer("HTTP/1.1 429 Too Many Requests\r\nRetry-After: " + header + "\r\nContent-Length: 0\r\n\r\n");
		assertThat(this.handshake.refusal().loss().retryAfter()).isEqualTo(delay);
	}

	@Test
	void tellsHowTheBodyBeginsCutAndEscaped() throws Exception {
		String body = "line\r\n\u001B[31mred ä " + "x".repeat(10_000);
		this.handshake
			.answer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
		assertThat(this.handshake.refusal().body()).hasSize(200).startsWith("line???[31mred ? xxx");
	}

	@Test
	void statusIsNotLostToABodyThatDoesNotCome() throws Exception {
		RawPeer peer = this.handshake.answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 1000\r\n\r\nbegun");
		HandshakeRefusedException refusal = this.handshake.refusal();
		assertThat(refusal.loss().httpStatus()).isEqualTo(403);
		assertThat(refusal.body()).isEqualTo("begun");
		assertThat(peer.isEnded()).isTrue();
	}

	@Test
	void readsTheAnswerOfANodeThatDoesNotReadTheRequest() throws Exception {
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
		headers.add("X-Long", "x".repeat(8_000_000));
		this.handshake.opened = this.client.execute(headers);
		RawPeer peer = this.client.server().accept();
		peer.send("HTTP/1.1 431 Too Large\r\nContent-Length: 0\r\n\r\n").socket().shutdownOutput();
		peer.readByte();
		peer.close();
		assertThat(this.handshake.refusal().loss().httpStatus()).isEqualTo(431);
	}

	@Test
	void logsNoSecret(CapturedOutput output) throws Exception {
		this.handshake.answer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
		assertThat(this.handshake.failure()).satisfies((ex) -> assertThat(ex.toString()).doesNotContain("SECRETKEY"));
		assertThat(output).doesNotContain("SECRETKEY");
	}

}
