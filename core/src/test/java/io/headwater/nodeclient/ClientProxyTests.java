package io.headwater.nodeclient;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

import io.headwater.test.ChaosNode;
import io.headwater.test.SimulatedChain;
import io.headwater.test.TestCertificate;
import io.headwater.testing.EachClient;
import io.headwater.testing.FailureMode;
import io.headwater.testing.HttpProxy;
import io.headwater.testing.OwnClientOnly;
import io.headwater.testing.TestConnection;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client goes through the HTTP proxy that the JDK's selector names.
 */
@EachClient
class ClientProxyTests {

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	@Test
	@FailureMode(37)
	void goesThroughAProxy() throws IOException {
		URI url = this.chaos.node().url("/v3/SECRETKEY");
		try (HttpProxy proxy = HttpProxy.answering((request) -> HttpProxy.GRANTED);
				TestConnection connection = TestConnection.to(url)) {
			connection.awaitOpen().send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}");
			assertThat(connection.awaitMessage().length()).isPositive();
			assertThat(proxy.requests()).singleElement()
				.asString()
				.startsWith("CONNECT 127.0.0.1:" + url.getPort() + " HTTP/1.1\r\n")
				.doesNotContain("SECRETKEY", "X-Name");
		}
	}

	@Test
	@FailureMode(37)
	void encryptsThroughAProxyToTheNodeItself(@TempDir Path folder) throws IOException {
		TestCertificate certificate = TestCertificate.valid(folder, "127.0.0.1");
		this.chaos.node().secureWith(TestCertificate.context(certificate, null));
		try (HttpProxy proxy = HttpProxy.answering((request) -> HttpProxy.GRANTED);
				TestConnection connection = TestConnection.securelyTo(this.chaos.url(),
						() -> TestCertificate.context(null, certificate))) {
			connection.awaitOpen().send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}");
			assertThat(connection.awaitMessage().length()).isPositive();
			assertThat(proxy.requests()).hasSize(1);
		}
	}

	@Test
	@FailureMode(37)
	@OwnClientOnly
	void tellsThatTheProxyRefuses() throws IOException {
		assertThat(lossBehind("HTTP/1.1 403 Forbidden\r\n\r\n"))
			.isEqualTo(new ConnectionLoss(Kind.UNREACHABLE, "the HTTP proxy refused the connection with status 403"));
	}

	@Test
	@FailureMode(37)
	@OwnClientOnly
	void tellsThatTheProxyAsksForCredentials() throws IOException {
		assertThat(lossBehind("HTTP/1.1 407 Who\r\nProxy-Authenticate: Negotiate\r\n\r\n"))
			.isEqualTo(new ConnectionLoss(Kind.UNREACHABLE, "the HTTP proxy refused the connection with status 407"));
		assertThat(lossBehind("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n\r\n").detail())
			.contains("refused the connection with status 407");
	}

	private ConnectionLoss lossBehind(String answer) throws IOException {
		try (HttpProxy proxy = HttpProxy.answering((request) -> answer);
				TestConnection connection = TestConnection.to(this.chaos.url())) {
			ConnectionLoss loss = connection.awaitLoss();
			assertThat(proxy.requests()).hasSize(1);
			return loss;
		}
	}

}
