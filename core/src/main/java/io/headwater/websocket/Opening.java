package io.headwater.websocket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLException;

import io.headwater.websocket.Deadlines.Kind;
import io.headwater.websocket.ResponseHead.MalformedResponseException;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;

/**
 * One attempt to open a connection, under one deadline for all of it: name look-up, TCP,
 * proxy, TLS and upgrade. Where it succeeds, its thread becomes the session's reader.
 * After the deadline the future is complete once nothing of the attempt is left: at once,
 * unless the system still looks up the name, which nobody can interrupt.
 */
final class Opening extends CompletableFuture<WebSocketSession> implements ConnectAttempt {

	private static final int NONCE_LENGTH = 16;

	private static final int SWITCHING_PROTOCOLS = 101;

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPENING);

	private final SocketHolder holder = new SocketHolder();

	private final ClientSettings settings;

	private final ClientResources resources;

	private final TlsLayer tls;

	private final UpgradeRequest request;

	private final WebSocketHandler handler;

	private final Deadlines deadlines;

	private volatile @Nullable BlockingSession session;

	Opening(ClientSettings settings, ClientResources resources, TlsLayer tls, UpgradeRequest request,
			WebSocketHandler handler) {
		this.settings = settings;
		this.resources = resources;
		this.tls = tls;
		this.request = request;
		this.handler = handler;
		this.deadlines = new Deadlines(settings, resources.scheduler(), resources.nanoTime(), this::missed);
	}

	void start() {
		this.deadlines.set(Kind.CONNECT);
		whenComplete((session, failure) -> {
			if (isCancelled()) {
				abandon();
			}
		});
		this.resources.readers().newThread(this::run).start();
	}

	@Override
	public void abandon() {
		giveUp(Phase.ABANDONED);
	}

	private void giveUp(Phase why) {
		if (this.phase.compareAndSet(Phase.OPENING, why)) {
			this.holder.close();
		}
	}

	private void missed(Kind kind) {
		BlockingSession session = this.session;
		if (session != null) {
			session.missed(kind);
		}
		else {
			giveUp(Phase.TIMED_OUT);
		}
	}

	private void run() {
		Conversation conversation;
		try {
			conversation = open();
		}
		// An error, too: who waits for this future would wait without end.
		catch (Throwable ex) {
			this.deadlines.end();
			this.holder.close();
			completeExceptionally(failure(ex));
			return;
		}
		conversation.run(this::complete);
	}

	/** What a thread throws whose socket was closed under it is not the reason. */
	private Throwable failure(Throwable thrown) {
		return switch (this.phase.get()) {
			case TIMED_OUT ->
				new SocketTimeoutException("not open within " + this.settings.connectTimeout().toMillis() + " ms");
			case ABANDONED -> new IOException("the attempt was given up");
			case OPENING, OPEN -> thrown;
		};
	}

	private Conversation open() throws IOException {
		Socket socket = connect(this.request.target());
		String protocol = upgrade(socket);
		this.deadlines.clear(Kind.CONNECT);
		BlockingSession session = new BlockingSession(socket, this.holder, this.request, protocol, this.settings,
				this.resources, this.deadlines);
		this.session = session;
		if (!this.phase.compareAndSet(Phase.OPENING, Phase.OPEN)) {
			throw new SocketException("the socket was closed meanwhile");
		}
		return new Conversation(session, this.handler, socket, this.deadlines);
	}

	private Socket connect(Target target) throws IOException {
		try {
			Socket socket = this.resources.dialer().dial(target, this.holder, () -> this.deadlines.left(Kind.CONNECT));
			return target.secure() ? this.tls.wrap(socket, target) : socket;
		}
		catch (ProxyException ex) {
			throw ex.told();
		}
	}

	private @Nullable String upgrade(Socket socket) throws IOException {
		byte[] nonce = new byte[NONCE_LENGTH];
		this.resources.random().nextBytes(nonce);
		String key = UpgradeRequest.key(nonce);
		ResponseHead head = exchange(socket, this.request.encode(key));
		if (head.status() != SWITCHING_PROTOCOLS) {
			throw RefusedUpgrade.read(head, socket, this.resources.clock());
		}
		return this.request.verify(head, key);
	}

	/** A node may answer, or send a TLS alert, without having read the request. */
	private static ResponseHead exchange(Socket socket, byte[] request) throws IOException {
		IOException broken = null;
		try {
			socket.getOutputStream().write(request);
		}
		catch (IOException ex) {
			broken = ex;
		}
		try {
			return ResponseHead.read(socket.getInputStream());
		}
		catch (MalformedResponseException ex) {
			throw UpgradeAnswer.fault(ex.problem());
		}
		catch (SSLException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw (broken != null) ? broken : ex;
		}
	}

	/** Moves only downwards, once. */
	private enum Phase {

		OPENING, OPEN, TIMED_OUT, ABANDONED

	}

}
