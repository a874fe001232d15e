package io.headwater.websocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

import io.headwater.test.TestCertificate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * TLS against a server of the JDK.
 */
@Timeout(120)
class TlsTests {

	private static TestCertificate right;

	private static TestCertificate wrongHost;

	private static TestCertificate expired;

	private static TestCertificate stranger;

	@BeforeAll
	static void makeCertificates(@TempDir Path directory) throws Exception {
		right = TestCertificate.valid(directory, "localhost", "node.example", "127.0.0.1");
		wrongHost = TestCertificate.valid(directory, "other.example");
		expired = TestCertificate.expired(directory, "localhost");
		stranger = TestCertificate.selfSigned(directory, "localhost");
	}

	@Test
	void speaksOverTlsWithTheHostThatTheCertificateIsFor() throws Exception {
		try (ClientFixture client = client(TestCertificate.context(right, null),
				TestCertificate.context(null, right))) {
			client.execute(client.server().url("wss", "localhost"));
			RawPeer peer = client.server().accept().upgrade();
			client.session().sendMessage(new TextMessage("x".repeat(100_000)));
			assertThat(peer.read()).isEqualTo("text:" + "x".repeat(100_000));
			peer.send(FramingCases.repeat(Wire.text("y".repeat(60_000)), 20));
			Awaitility.await().until(() -> client.handler().heard().size() == 20);
			client.session().close();
			assertThat(peer.read()).isEqualTo("close:1000");
			peer.send(Wire.close(1000));
			assertThat(client.handler().awaitClosed()).isEqualTo(CloseStatus.NORMAL);
			client.awaitNoThreads();
		}
	}

	@Test
	void verifiesAnAddressToo() throws Exception {
		try (ClientFixture client = client(TestCertificate.context(right, null),
				TestCertificate.context(null, right))) {
			client.execute(client.server().url("wss", "127.0.0.1"));
			client.server().accept().upgrade();
			assertThat(client.session().isOpen()).isTrue();
		}
	}

	@Test
	void namesTheHostBeforehand() throws Exception {
		try (ClientFixture client = client(TestCertificate.context(right, null),
				TestCertificate.context(null, right))) {
			client.resolver((host) -> new InetAddress[] { InetAddress.getByName("127.0.0.1") });
			client.execute(client.server().url("wss", "node.example"));
			RawPeer peer = client.server().accept().upgrade();
			ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) peer.socket()).getSession();
			assertThat(session.getRequestedServerNames()).hasToString("[type=host_name (0), value=node.example]");
		}
	}

	@Test
	void showsTheCertificateOfTheClient() throws Exception {
		try (ClientFixture client = client(TestCertificate.context(right, stranger),
				TestCertificate.context(stranger, right))) {
			client.execute(client.server().url("wss", "localhost"));
			RawPeer peer = client.server().accept();
			((SSLSocket) peer.socket()).setNeedClientAuth(true);
			peer.upgrade();
			assertThat(client.session().isOpen()).isTrue();
		}
	}

	/**
	 * The alert comes after our half of the handshake, and the socket is closed behind
	 * it.
	 */
	@RepeatedTest(5)
	void tellsTheAlertOfANodeThatWantsACertificate() throws Exception {
		try (ClientFixture client = client(TestCertificate.context(right, stranger),
				TestCertificate.context(null, right))) {
			CompletableFuture<WebSocketSession> opened = client.execute(client.server().url("wss", "localhost"));
			RawPeer peer = client.server().accept();
			((SSLSocket) peer.socket()).setNeedClientAuth(true);
			handshakeThatFails(peer);
			assertThat(failure(opened)).isInstanceOf(SSLException.class).hasMessageContaining("fatal alert");
			client.awaitNoThreads();
		}
	}

	@Test
	void agreesOnNoProtocolAndNoCipherButThoseThatAreAllowed() throws Exception {
		SSLParameters limits = new SSLParameters(new String[] { "TLS_AES_256_GCM_SHA384" }, new String[] { "TLSv1.3" });
		try (ClientFixture client = client(TestCertificate.context(right, null), TestCertificate.context(null, right))
			.tlsLimits(limits)) {
			client.execute(client.server().url("wss", "localhost"));
			RawPeer peer = client.server().accept().upgrade();
			SSLSession session = ((SSLSocket) peer.socket()).getSession();
			assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
			assertThat(session.getCipherSuite()).isEqualTo("TLS_AES_256_GCM_SHA384");
		}
	}

	@Test
	void allowedCipherThatDoesNotExistIsNoContext() throws Exception {
		try (ClientFixture client = client(TestCertificate.context(right, null), TestCertificate.context(null, right))
			.tlsLimits(new SSLParameters(new String[] { "NO_CIPHER" }))) {
			assertThat(failure(client.execute(client.server().url("wss", "localhost"))))
				.isInstanceOf(HandshakeException.class)
				.hasMessage("no TLS context could be made (IllegalArgumentException)");
		}
	}

	@Test
	void refusesACertificateForAnotherHost() throws Exception {
		assertThat(failure(TestCertificate.context(wrongHost, null), TestCertificate.context(null, wrongHost)))
			.isInstanceOf(SSLHandshakeException.class)
			.hasMessageContaining("localhost");
	}

	@Test
	void refusesACertificateThatHasExpired() throws Exception {
		assertThat(failure(TestCertificate.context(expired, null), TestCertificate.context(null, expired)))
			.isInstanceOf(SSLHandshakeException.class);
	}

	@Test
	void refusesACertificateThatNobodyItTrustsHasSigned() throws Exception {
		assertThat(failure(TestCertificate.context(stranger, null), TestCertificate.context(null, right)))
			.isInstanceOf(SSLHandshakeException.class);
	}

	@Test
	void asksForTheContextAtEachAttempt() throws Exception {
		List<SSLContext> contexts = List.of(TestCertificate.context(null, stranger),
				TestCertificate.context(null, right));
		CompletableFuture<Void> renewed = new CompletableFuture<>();
		try (ClientFixture client = client(TestCertificate.context(right, null), contexts.get(0))) {
			client.tls(() -> contexts.get(renewed.isDone() ? 1 : 0));
			BlockingWebSocketClient same = client.create();
			CompletableFuture<WebSocketSession> first = same.execute(client.handler(), null,
					client.server().url("wss", "localhost"));
			handshakeThatFails(client.server().accept());
			assertThat(failure(first)).isInstanceOf(SSLHandshakeException.class);
			renewed.complete(null);
			same.execute(client.handler(), null, client.server().url("wss", "localhost"));
			client.server().accept().upgrade();
			assertThat(client.session().isOpen()).isTrue();
		}
	}

	@Test
	void plaintextPortIsAFailureOfTls() throws Exception {
		try (ClientFixture client = new ClientFixture()) {
			client.tls(TlsTests::trustingRight);
			CompletableFuture<WebSocketSession> opened = client.execute(client.server().url("wss", "localhost"));
			client.server().accept().send("HTTP/1.1 400 Bad Request\r\n\r\n");
			assertThat(failure(opened)).isInstanceOf(SSLException.class);
			client.awaitNoThreads();
		}
	}

	@Test
	void silentTlsPortIsCutOffAtTheDeadline() throws Exception {
		try (ClientFixture client = new ClientFixture()) {
			client.tls(TlsTests::trustingRight);
			CompletableFuture<WebSocketSession> opened = client.execute(client.server().url("wss", "localhost"));
			RawPeer peer = client.server().accept();
			// A first byte has come, so the client now waits for an answer to its hello.
			assertThat(peer.socket().getInputStream().read()).isEqualTo(22);
			client.scheduler().advance(ClientFixture.CONNECT_TIMEOUT);
			assertThat(failure(opened)).isInstanceOf(SocketTimeoutException.class);
			client.awaitNoThreads();
			peer.close();
		}
	}

	@Test
	void closesAtOnceThoughTheSocketBelowIsFull() throws Exception {
		try (ClientFixture client = client(TestCertificate.context(right, null),
				TestCertificate.context(null, right))) {
			client.execute(client.server().url("wss", "localhost"));
			RawPeer peer = client.server().accept().upgrade();
			WebSocketSession session = client.session();
			CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
				try {
					session.sendMessage(new TextMessage("x".repeat(20_000_000)));
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			}, (task) -> new Thread(task, "tls-sender").start());
			Awaitility.await()
				.until(() -> Thread.getAllStackTraces()
					.entrySet()
					.stream()
					.anyMatch((entry) -> entry.getKey().getName().equals("tls-sender")
							&& List.of(entry.getValue()).toString().contains("sun.nio.ch")));
			session.close(CloseStatus.SESSION_NOT_RELIABLE);
			assertThat(client.handler().awaitClosed().getCode()).isEqualTo(4500);
			assertThat(sent).failsWithin(Duration.ofSeconds(30));
			client.awaitNoThreads();
			peer.close();
		}
	}

	private static SSLContext trustingRight() {
		return TestCertificate.context(null, right);
	}

	private static ClientFixture client(SSLContext nodes, SSLContext ours) throws IOException {
		return new ClientFixture(new RawServer(nodes.getServerSocketFactory())).tls(() -> ours);
	}

	private static Throwable failure(SSLContext nodes, SSLContext ours) throws Exception {
		try (ClientFixture client = client(nodes, ours)) {
			CompletableFuture<WebSocketSession> opened = client.execute(client.server().url("wss", "localhost"));
			handshakeThatFails(client.server().accept());
			Throwable failure = failure(opened);
			client.awaitNoThreads();
			return failure;
		}
	}

	private static void handshakeThatFails(RawPeer peer) throws IOException {
		try (peer) {
			assertThatIOException().isThrownBy(peer::readRequest);
		}
	}

	private static Throwable failure(CompletableFuture<WebSocketSession> opened) throws Exception {
		try {
			opened.get(60, TimeUnit.SECONDS);
			throw new AssertionError("the handshake succeeded");
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
	}

}
