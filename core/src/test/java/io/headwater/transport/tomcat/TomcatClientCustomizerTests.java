package io.headwater.transport.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.headwater.test.ChaosNode;
import io.headwater.test.SimulatedChain;
import io.headwater.testing.FailureMode;
import io.headwater.testing.HttpProxy;
import io.headwater.testing.TestConnection;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.apache.tomcat.websocket.Constants;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications may set of Tomcat's client.
 */
class TomcatClientCustomizerTests {

	private static final String CREDENTIALS = Base64.getEncoder()
		.encodeToString("user:password".getBytes(StandardCharsets.UTF_8));

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	@Test
	void customizersHaveTheLastWord() {
		String headers = Constants.MAX_HTTP_RESPONSE_HEADER_BYTES_PROPERTY;
		try (TestConnection connection = TestConnection.to(this.chaos.url(), (node, container, properties) -> {
			assertThat(node.uri()).isEqualTo(this.chaos.url());
			assertThat(container.getDefaultMaxTextMessageBufferSize()).isPositive();
			properties.put(headers, "10000");
		}, (node, container, properties) -> {
			assertThat(properties).containsEntry(headers, "10000");
			properties.put(headers, "10");
		})) {
			assertThat(connection.awaitLoss().kind()).isEqualTo(Kind.HANDSHAKE_REFUSED);
		}
	}

	@Test
	@FailureMode(37)
	void credentialsForAProxyCanBeCustomized() throws IOException {
		try (HttpProxy proxy = HttpProxy.answering(TomcatClientCustomizerTests::challenge);
				TestConnection connection = TestConnection.to(this.chaos.url(), (node, container, properties) -> {
					properties.put(Constants.WS_AUTHENTICATION_PROXY_USER_NAME, "user");
					properties.put(Constants.WS_AUTHENTICATION_PROXY_PASSWORD, "password");
				})) {
			connection.awaitOpen();
			assertThat(proxy.requests()).hasSize(2);
		}
	}

	private static String challenge(String request) {
		return request.contains("Basic " + CREDENTIALS) ? HttpProxy.GRANTED
				: "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n\r\n";
	}

}
