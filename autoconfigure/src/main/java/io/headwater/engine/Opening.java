package io.headwater.engine;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.headwater.engine.Deadlines.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;

/**
 * One attempt to open a connection, under one deadline for all of it: name look-up, TCP,
 * proxy, TLS and upgrade. Where it succeeds, its thread becomes the session's reader.
 */
final class Opening {

	private static final int NONCE_LENGTH = 16;

	private static final int SWITCHING_PROTOCOLS = 101;

	private final CompletableFuture<WebSocketSession> result = new CompletableFuture<>();

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPENING);

	private final SocketHolder holder = new SocketHolder();

	private final EngineSettings settings;

	private final EngineResources resources;

	private final Supplier<SSLContext> tls;

	private final UpgradeRequest request;

	private final WebSocketHandler handler;

	private final Deadlines deadlines;

	private volatile @Nullable EngineSession session;

	Opening(EngineSettings settings, EngineResources resources, Supplier<SSLContext> tls, UpgradeRequest request,
			WebSocketHandler handler) {
		this.settings = settings;
		this.resources = resources;
		this.tls = tls;
		this.request = request;
		this.handler = handler;
		this.deadlines = new Deadlines(settings, resources.scheduler(), resources.nanoTime(), this::missed);
	}

	CompletableFuture<WebSocketSession> start() {
		this.deadlines.set(Kind.CONNECT);
		this.result.whenComplete((session, failure) -> {
			if (this.result.isCancelled()) {
				this.phase.compareAndSet(Phase.OPENING, Phase.GIVEN_UP);
				this.holder.close();
			}
		});
		this.resources.readers().newThread(this::run).start();
		return this.result;
	}

	private void missed(Kind kind) {
		EngineSession session = this.session;
		if (session != null) {
			session.missed(kind);
		}
		else if (this.phase.compareAndSet(Phase.OPENING, Phase.GIVEN_UP)) {
			// First, since the attempt's thread wakes up from a closed socket to tell of
			// it.
			this.result.completeExceptionally(
					new SocketTimeoutException("not open within " + this.settings.connectTimeout().toMillis() + " ms"));
			this.holder.close();
		}
	}

	private void run() {
		Conversation conversation;
		try {
			conversation = open();
		}
		catch (IOException | RuntimeException ex) {
			this.deadlines.end();
			this.holder.close();
			this.result.completeExceptionally(ex);
			return;
		}
		conversation.run(this.result::complete);
	}

	private Conversation open() throws IOException {
		Target target = this.request.target();
		Socket socket = this.resources.dialer().dial(target, this.holder, () -> this.deadlines.left(Kind.CONNECT));
		if (target.secure()) {
			socket = TlsLayer.wrap(socket, target, this.tls.get());
		}
		String protocol = upgrade(socket);
		this.deadlines.clear(Kind.CONNECT);
		EngineSession session = new EngineSession(socket, this.holder, this.request, protocol, this.settings,
				this.resources, this.deadlines);
		this.session = session;
		if (!this.phase.compareAndSet(Phase.OPENING, Phase.OPEN)) {
			throw new IOException("the attempt was given up");
		}
		return new Conversation(session, this.handler, socket.getInputStream(), this.deadlines);
	}

	private @Nullable String upgrade(Socket socket) throws IOException {
		byte[] nonce = new byte[NONCE_LENGTH];
		this.resources.random().nextBytes(nonce);
		String key = UpgradeRequest.key(nonce);
		socket.getOutputStream().write(this.request.encode(key));
		ResponseHead head = ResponseHead.read(socket.getInputStream());
		if (head.status() != SWITCHING_PROTOCOLS) {
			throw RefusedUpgrade.read(head, socket, this.resources.clock());
		}
		return this.request.verify(head, key);
	}

	/** Moves only downwards, once. */
	private enum Phase {

		OPENING, OPEN, GIVEN_UP

	}

}
