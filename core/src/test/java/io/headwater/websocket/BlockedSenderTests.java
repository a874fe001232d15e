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
	private final EngineFixture engine;

	BlockedSenderTests() throws IOException {
		this.engine = new EngineFixture();
	}

	@Test
	void answersPingsWhileAnotherThreadSends() throws Exception {
		RawPeer peer = this.engine.open();
		CompletableFuture<Void> sent = SocketThreads.send(this.engine, new TextMessage("x".repeat(20_000_000)));
		SocketThreads.awaitBlockedSender();
		peer.send(Wire.join(Wire.ping("old"), Wire.ping("new"), Wire.text("meanwhile")));
		Awaitility.await()
			.atMost(EngineFixture.PATIENCE)
			.until(() -> this.engine.handler().heard().equals(List.of("meanwhile")));
		assertThat(peer.readFrame().payload()).hasSize(20_000_000);
		// Only the newest needs an answer (RFC 6455, section 5.5.3).
		assertThat(peer.read()).isEqualTo("pong:new");
		sent.get();
	}

	@Test
	void senderWaitsNoLongerThanTheSendTimeout() throws Exception {
		RawPeer peer = this.engine.open();
		CompletableFuture<Void> sent = SocketThreads.send(this.engine, new TextMessage("x".repeat(20_000_000)));
		SocketThreads.awaitBlockedSender();
		this.engine.scheduler().advance(EngineFixture.SEND_TIMEOUT.minusNanos(1));
		assertThat(this.engine.session().isOpen()).isTrue();
		this.engine.scheduler().advance(Duration.ofNanos(1));
		assertThat(sent).failsWithin(Duration.ofSeconds(30))
			.withThrowableOfType(ExecutionException.class)
			.withRootCauseInstanceOf(IOException.class);
		assertThat(this.engine.handler().awaitClosed())
			.isEqualTo(CloseStatus.NO_CLOSE_FRAME.withReason("a message could not be sent in time"));
		assertThat(this.engine.session().isOpen()).isFalse();
		this.engine.awaitNoThreads();
		peer.close();
	}

	@Test
	void senderThatWaitsForAnotherOneIsLetGoWithIt() throws Exception {
		this.engine.open();
		CompletableFuture<Void> first = SocketThreads.send(this.engine, new TextMessage("x".repeat(20_000_000)));
		SocketThreads.awaitBlockedSender();
		CompletableFuture<Void> second = SocketThreads.send(this.engine, new TextMessage("second"));
		CompletableFuture<Void> third = SocketThreads.send(this.engine, new PingMessage());
		SocketThreads.awaitWaitingSenders(2);
		this.engine.scheduler().advance(EngineFixture.SEND_TIMEOUT);
		assertThat(List.of(first, second, third))
			.allSatisfy((sent) -> assertThat(sent).failsWithin(Duration.ofSeconds(30))
				.withThrowableOfType(ExecutionException.class)
				.withRootCauseInstanceOf(IOException.class));
	}

	@Test
	void closesWithinTheCloseTimeoutThoughTheSocketIsFull() throws Exception {
		this.engine.closeTimeout(Duration.ofMillis(50));
		this.engine.open();
		CompletableFuture<Void> sent = SocketThreads.send(this.engine, new TextMessage("x".repeat(20_000_000)));
		SocketThreads.awaitBlockedSender();
		assertThatIOException().isThrownBy(() -> this.engine.session().close());
		assertThat(sent).failsWithin(Duration.ofSeconds(30));
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(1006);
		this.engine.awaitNoThreads();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1006, 4500 })
	void unreliableSessionIsClosedAtOnceAndWakesItsReader(int code) throws Exception {
		RawPeer peer = this.engine.open();
		CompletableFuture<Void> sent = SocketThreads.send(this.engine, new TextMessage("x".repeat(20_000_000)));
		SocketThreads.awaitBlockedSender();
		this.engine.session().close(new CloseStatus(code));
		assertThat(sent).failsWithin(Duration.ofSeconds(30));
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(code);
		this.engine.awaitNoThreads();
		peer.close();
	}

}
