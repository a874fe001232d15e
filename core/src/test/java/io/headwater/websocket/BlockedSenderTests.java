package io.headwater.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * A sender whose socket is full is let go in time, and blocks nobody who reads or closes.
 */
@Timeout(60)
class BlockedSenderTests {

	@AutoClose
	private final ClientFixture client;

	BlockedSenderTests() throws IOException {
		this.client = new ClientFixture();
	}

	@Test
	void answersPingsWhileAnotherThreadSends() throws Exception {
		RawPeer peer = this.client.open();
		CompletableFuture<Void> sent = SocketThreads.send(this.client, new TextMessage("x".repeat(20_000_000)));
		SocketThreads.awaitBlockedSender();
		peer.send(Wire.join(Wire.ping("old"), Wire.ping("new"), Wire.text("meanwhile")));
		Awaitility.await()
			.atMost(ClientFixture.PATIENCE)
			.until(() -> this.client.handler().heard().equals(List.of("meanwhile")));
		assertThat(peer.readFrame().payload()).hasSize(20_000_000);
		// Only the newest needs an answer (RFC 6455, section 5.5.3).
		assertThat(peer.read()).isEqualTo("pong:new");
		sent.get();
	}

	@Test
	void senderWaitsNoLongerThanTheSendTimeout() throws Exception {
		RawPeer peer = this.client.open();
		CompletableFuture<Void> sent = SocketThreads.send(this.client, new TextMessage("x".repeat(20_000_000)));
		SocketThreads.awaitBlockedSender();
		this.client.scheduler().advance(ClientFixture.SEND_TIMEOUT.minusNanos(1));
		assertThat(this.client.session().isOpen()).isTrue();
		this.client.scheduler().advance(Duration.ofNanos(1));
		assertThat(sent).failsWithin(Duration.ofSeconds(30))
			.withThrowableOfType(ExecutionException.class)
			.withRootCauseInstanceOf(IOException.class);
		assertThat(this.client.handler().awaitClosed())
			.isEqualTo(CloseStatus.NO_CLOSE_FRAME.withReason("a message could not be sent in time"));
		assertThat(this.client.session().isOpen()).isFalse();
		this.client.awaitNoThreads();
		peer.close();
	}

	@Test
	void senderThatWaitsForAnotherOneIsLetGoWithIt() throws Exception {
		this.client.open();
		CompletableFuture<Void> first = SocketThreads.send(this.client, new TextMessage("x".repeat(20_000_000)));
		SocketThreads.awaitBlockedSender();
		CompletableFuture<Void> second = SocketThreads.send(this.client, new TextMessage("second"));
		CompletableFuture<Void> third = SocketThreads.send(this.client, new PingMessage());
		SocketThreads.awaitWaitingSenders(2);
		this.client.scheduler().advance(ClientFixture.SEND_TIMEOUT);
		assertThat(List.of(first, second, third))
			.allSatisfy((sent) -> assertThat(sent).failsWithin(Duration.ofSeconds(30))
				.withThrowableOfType(ExecutionException.class)
				.withRootCauseInstanceOf(IOException.class));
	}

	@Test
	void closesWithinTheCloseTimeoutThoughTheSocketIsFull() throws Exception {
		this.client.closeTimeout(Duration.ofMillis(50));
		this.client.open();
		CompletableFuture<Void> sent = SocketThreads.send(this.client, new TextMessage("x".repeat(20_000_000)));
		SocketThreads.awaitBlockedSender();
		assertThatIOException().isThrownBy(() -> this.client.session().close());
		assertThat(sent).failsWithin(Duration.ofSeconds(30));
		assertThat(this.client.handler().awaitClosed().getCode()).isEqualTo(1006);
		this.client.awaitNoThreads();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1006, 4500 })
	void unreliableSessionIsClosedAtOnceAndWakesItsReader(int code) throws Exception {
		RawPeer peer = this.client.open();
		CompletableFuture<Void> sent = SocketThreads.send(this.client, new TextMessage("x".repeat(20_000_000)));
		SocketThreads.awaitBlockedSender();
		this.client.session().close(new CloseStatus(code));
		assertThat(sent).failsWithin(Duration.ofSeconds(30));
		assertThat(this.client.handler().awaitClosed().getCode()).isEqualTo(code);
		this.client.awaitNoThreads();
		peer.close();
	}

}
