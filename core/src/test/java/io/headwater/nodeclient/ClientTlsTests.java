package io.headwater.nodeclient;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.headwater.test.ChaosNode;
import io.headwater.test.Faults;
import io.headwater.test.HandshakeFaults;
import io.headwater.test.Moment;
import io.headwater.test.SimulatedChain;
import io.headwater.test.TestCertificate;
import io.headwater.testing.EachClient;
import io.headwater.testing.FailureMode;
import io.headwater.testing.OwnClientOnly;
import io.headwater.testing.TestConnection;
import io.headwater.transport.NodeEndpoint;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TLS: whom a client trusts, and what is told when it does not.
 */
@EachClient
class ClientTlsTests {

	private static final String HOST = "127.0.0.1";

	@TempDir
	static Path folder;

	private static TestCertificate certificate;

	private static TestCertificate selfSigned;

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	@BeforeAll
	static void makeCertificate() {
		certificate = TestCertificate.valid(folder, HOST);
		selfSigned = TestCertificate.selfSigned(folder, HOST);
	}

	@Test
	void connectsToANodeThatIsTrusted() {
		secureWith(certificate);
		try (TestConnection connection = TestConnection.securelyTo(this.chaos.url(), trusting(certificate))) {
			connection.awaitOpen().send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}");
			assertThat(connection.awaitMessage().length()).isPositive();
		}
	}

	@Test
	@FailureMode(36)
	void tellsThatTheCertificateHasExpired() {
		TestCertificate expired = TestCertificate.expired(folder, HOST);
		secureWith(expired);
		assertFails(trusting(expired), "the node's certificate has expired");
	}

	@Test
	@FailureMode(36)
	void tellsThatTheCertificateIsForAnotherHost() {
		TestCertificate other = TestCertificate.valid(folder, "other.example");
		secureWith(other);
		assertFails(trusting(other), "the node's certificate is for another host");
	}

	@Test
	@FailureMode(36)
	void tellsThatTheCertificateIsNotTrusted() {
		secureWith(selfSigned);
		assertFails(trusting(certificate), "the node's certificate comes from no authority that is trusted");
		assertFails(null, "the node's certificate comes from no authority that is trusted");
	}

	@Test
	@FailureMode(36)
	void tellsThatTheNodeDoesNotSpeakTls() {
		URI plain = URI.create(this.chaos.url().toString().replace("ws:", "wss:"));
		this.chaos.always(Moment.CONNECT, HandshakeFaults.status(400));
		try (TestConnection connection = TestConnection.securelyTo(plain, trusting(certificate))) {
			assertThat(connection.awaitLoss()).isEqualTo(
					new ConnectionLoss(Kind.TLS, "the TLS handshake failed: the node does not speak TLS at this port"));
		}
	}

	@Test
	@FailureMode({ 29, 36 })
	@OwnClientOnly
	void nodeThatDoesNotAnswerTheClientHelloIsGivenUpAtTheDeadline() {
		secureWith(certificate);
		this.chaos.always(Moment.CONNECT, Faults.hang());
		NodeEndpoint endpoint = new NodeEndpoint(this.chaos.url(), Map.of(), null, trusting(certificate));
		try (TestConnection connection = TestConnection.impatientlyTo(endpoint, Duration.ofMillis(500))) {
			connection.assertGivenUpAfter500Millis(this.chaos);
		}
	}

	@Test
	void showsACertificateWhereOneIsRequired() {
		this.chaos.node().secureWith(TestCertificate.context(certificate, selfSigned));
		this.chaos.node().requireClientCertificates(true);
		try (TestConnection connection = TestConnection.securelyTo(this.chaos.url(),
				() -> TestCertificate.context(selfSigned, certificate))) {
			connection.awaitOpen();
		}
	}

	@Test
	@FailureMode(36)
	void tellsThatTheNodeRequiresACertificate() {
		this.chaos.node().secureWith(TestCertificate.context(certificate, certificate));
		this.chaos.node().requireClientCertificates(true);
		try (TestConnection connection = TestConnection.securelyTo(this.chaos.url(), trusting(certificate))) {
			ConnectionLoss loss = connection.awaitLoss();
			assertThat(loss.kind()).isEqualTo(Kind.TLS);
			assertThat(loss.detail()).startsWith("the TLS handshake failed: the node refused it with the alert ");
		}
	}

	/** As when a bundle is reloaded. */
	@Test
	@FailureMode(36)
	void makesItsContextAnewForEachAttempt() {
		TestCertificate[] trusted = { certificate };
		secureWith(selfSigned);
		try (TestConnection connection = TestConnection.securelyTo(this.chaos.url(),
				() -> TestCertificate.context(null, trusted[0]))) {
			assertThat(connection.awaitLoss().kind()).isEqualTo(Kind.TLS);
			trusted[0] = selfSigned;
			connection.open().awaitOpen();
		}
	}

	@Test
	@OwnClientOnly
	void tellsThatNoContextCouldBeMade() {
		secureWith(certificate);
		try (TestConnection connection = TestConnection.securelyTo(this.chaos.url(), () -> {
			throw new IllegalStateException("/path/to/SECRETKEY");
		})) {
			assertThat(connection.awaitLoss())
				.isEqualTo(new ConnectionLoss(Kind.TLS, "no TLS context could be made (IllegalStateException)"));
		}
	}

	private void secureWith(TestCertificate own) {
		this.chaos.node().secureWith(TestCertificate.context(own, null));
	}

	private static Supplier<SSLContext> trusting(TestCertificate trusted) {
		return () -> TestCertificate.context(null, trusted);
	}

	private void assertFails(@Nullable Supplier<SSLContext> sslContext, String why) {
		try (TestConnection connection = TestConnection.securelyTo(this.chaos.url(), sslContext)) {
			assertThat(connection.awaitLoss())
				.isEqualTo(new ConnectionLoss(Kind.TLS, "the TLS handshake failed: " + why));
		}
	}

}
