package io.headwater.websocket;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One handshake of the client, whose answer the test writes, and how it ends.
 */
final class HandshakeFixture implements AutoCloseable {

	final ClientFixture client;

	/** The attempt of the test, unless it makes others. */
	CompletableFuture<WebSocketSession> opened = new CompletableFuture<>();

	HandshakeFixture() throws IOException {
		this.client = new ClientFixture();
	}

	/**
	 * Begin the attempt, and answer it.
	 * @param answer the bytes, with {@code {accept}} for that of the key
	 */
	RawPeer answer(String answer) throws IOException {
		this.opened = this.client.execute();
		RawPeer peer = this.client.server().accept().readRequest();
		return peer.send(answer.replace("{accept}", peer.acceptKey()));
	}

	Throwable failure() throws Exception {
		try {
			this.opened.get(30, TimeUnit.SECONDS);
			throw new AssertionError("the handshake succeeded");
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
	}

	HandshakeRefusedException refusal() throws Exception {
		return (HandshakeRefusedException) failure();
	}

	void assertNothingIsLeft() throws InterruptedException {
		this.client.awaitNoThreads();
		assertThat(this.client.scheduler().pending()).isZero();
		assertThat(this.client.handler().threads()).isEmpty();
	}

	@Override
	public void close() throws IOException {
		this.client.close();
	}

}
