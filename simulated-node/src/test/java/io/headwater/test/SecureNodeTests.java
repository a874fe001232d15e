package io.headwater.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for nodes that serve TLS, well or badly, and for {@link TestCertificate}.
 */
@Timeout(120)
class SecureNodeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String HOST = "127.0.0.1";

	@TempDir
	static Path folder;

	private static TestCertificate certificate;

	private static TestCertificate selfSigned;

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	@BeforeAll
	static void makeCertificates() {
		certificate = TestCertificate.valid(folder, HOST, "localhost");
		selfSigned = TestCertificate.selfSigned(folder, HOST);
	}

	@Test
	void servesOverTls() {
		secureWith(certificate);
		assertThat(this.chaos.url().getScheme()).isEqualTo("wss");
		TestClient client = TestClient.connect(trusting(certificate), this.chaos.url());
		client.subscribe();
		assertThat(this.chaos.node().mine().hash()).isEqualTo(client.nextHead());
		TestClient.within(client.socket().sendClose(1000, ""));
		assertThat(client.awaitEnd()).isEqualTo("1000 ");
	}

	@Test
	void certificateIsForItsHostsOnly() {
		secureWith(certificate);
		URI byName = URI.create("wss://localhost:" + this.chaos.node().port());
		assertThat(TestClient.connect(trusting(certificate), byName).subscribe()).startsWith("0x");
		TestCertificate other = TestCertificate.valid(folder, "other.example");
		secureWith(other);
		assertFails(trusting(other)).havingRootCause()
			.isInstanceOf(CertificateException.class)
			.withMessageContaining("subject alternative names");
	}

	@Test
	void certificateIsTrustedByThoseAloneWhoAreGivenItsIssuer() {
		secureWith(certificate);
		assertFails(trusting(selfSigned)).withStackTraceContaining("unable to find valid certification path");
	}

	@Test
	void certificateMayHaveExpired() {
		TestCertificate expired = TestCertificate.expired(folder, HOST);
		secureWith(expired);
		assertFails(trusting(expired)).havingRootCause().isInstanceOf(CertificateExpiredException.class);
	}

	@Test
	void certificateMayBeSelfSigned() {
		secureWith(selfSigned);
		assertFails(trusting(certificate)).withStackTraceContaining("unable to find valid certification path");
		assertThat(TestClient.connect(trusting(selfSigned), this.chaos.url()).subscribe()).startsWith("0x");
	}

	@Test
	void certificateCanBeRenewedWhileItRuns() {
		secureWith(certificate);
		TestClient before = TestClient.connect(trusting(certificate), this.chaos.url());
		secureWith(selfSigned);
		assertFails(trusting(certificate));
		assertThat(TestClient.connect(trusting(selfSigned), this.chaos.url()).subscribe()).startsWith("0x");
		assertThat(before.subscribe()).startsWith("0x");
	}

	@Test
	void requiresClientCertificates() {
		this.chaos.node().secureWith(TestCertificate.context(certificate, selfSigned));
		this.chaos.node().requireClientCertificates(true);
		assertFails(trusting(certificate));
		HttpClient withCertificate = HttpClient.newBuilder()
			.sslContext(TestCertificate.context(selfSigned, certificate))
			.build();
		assertThat(TestClient.connect(withCertificate, this.chaos.url()).subscribe()).startsWith("0x");
	}

	@Test
	void speaksPlainlyOnASecurePort() {
		secureWith(certificate);
		// Always, for the JDK's client may try once more.
		this.chaos.always(Moment.CONNECT, HandshakeFaults.status(400));
		assertFails(trusting(certificate)).withCauseInstanceOf(SSLException.class);
	}

	@Test
	void doesNotAnswerTheClientHello() {
		secureWith(certificate);
		this.chaos.once(Moment.CONNECT, Faults.hang());
		CompletableFuture<WebSocket> connecting = connectLater(trusting(certificate));
		this.chaos.awaitSockets(1, TIMEOUT);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> connecting.get(100, TimeUnit.MILLISECONDS));
	}

	@Test
	void faultsAreEncryptedAfterTheHandshake() {
		secureWith(certificate);
		this.chaos.once(Moment.HANDSHAKE, Faults.inPieces(10, Duration.ofNanos(1)))
			.once(Moment.OPEN, Faults.text("hello"));
		assertThat(TestClient.connect(trusting(certificate), this.chaos.url()).next()).isEqualTo("hello");
	}

	@Test
	void secureConnectionsAreDroppedToo() throws IOException {
		secureWith(certificate);
		TestClient client = TestClient.connect(trusting(certificate), this.chaos.url());
		client.subscribe();
		this.chaos.node().dropConnections();
		assertThat(client.awaitEnd()).isEqualTo("error");
		assertThat(this.chaos.socketCount()).isZero();
	}

	private void secureWith(TestCertificate own) {
		this.chaos.node().secureWith(TestCertificate.context(own, null));
	}

	private ThrowableAssertAlternative<ExecutionException> assertFails(HttpClient client) {
		CompletableFuture<WebSocket> connecting = connectLater(client);
		return assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> connecting.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
	}

	private CompletableFuture<WebSocket> connectLater(HttpClient client) {
		return client.newWebSocketBuilder().buildAsync(this.chaos.url(), new WebSocket.Listener() {
		});
	}

	private static HttpClient trusting(TestCertificate trusted) {
		SSLContext context = TestCertificate.context(null, trusted);
		return HttpClient.newBuilder().sslContext(context).build();
	}

}
