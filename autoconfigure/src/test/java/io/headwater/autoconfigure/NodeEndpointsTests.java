package io.headwater.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.headwater.transport.NodeEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the address of a node is read, and what its text forms show.
 */
class NodeEndpointsTests {

	private static final String CANARY = "C4n4ryKey";

	@ParameterizedTest
	@CsvSource(textBlock = """
			ws://node.example,                           ws://node.example
			wss://node.example:443/v3/key?token=a%20b,   wss://node.example:443/v3/key?token=a%20b
			'  ws://node.example/  ',                    ws://node.example/
			WSS://node.example/Path,                     wss://node.example/Path
			ws://[::1]:8546/,                            ws://[::1]:8546/
			ws://127.0.0.1:8546,                         ws://127.0.0.1:8546
			wss://user:pass@node.example:8546/a?b=c,     wss://node.example:8546/a?b=c
			ws://node.example/a%2Fb,                     ws://node.example/a%2Fb
			""")
	void keepsTheAddressButForItsUser(String url, String uri) {
		assertThat(endpoint(new NodeConnectionDetails.Node(url)).uri()).hasToString(uri);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			user:pass,          user:pass
			user:p%40ss%3Aword, user:p@ss:word
			key,                key
			:p%C3%A4ss,         :päss
			""")
	void sendsTheUserOfTheAddressInAHeader(String userInfo, String credentials) {
		NodeEndpoint endpoint = endpoint(new NodeConnectionDetails.Node("ws://" + userInfo + "@node.example"));
		assertThat(endpoint.headers()).containsOnlyKeys("Authorization");
		String[] header = endpoint.headers().get("Authorization").split(" ");
		assertThat(header[0]).isEqualTo("Basic");
		assertThat(new String(Base64.getDecoder().decode(header[1]), StandardCharsets.UTF_8)).isEqualTo(credentials);
	}

	@Test
	void prefersTheHeaderThatIsGiven() {
		NodeEndpoint endpoint = endpoint(new NodeConnectionDetails.Node("ws://user:pass@node.example",
				Map.of("authorization", "Bearer token", "X-Key", "value")));
		assertThat(endpoint.headers()).isEqualTo(Map.of("authorization", "Bearer token", "X-Key", "value"));
		assertThat(endpoint.uri()).hasToString("ws://node.example");
	}

	@Test
	void showsNoSecretAsText() {
		NodeConnectionDetails.Node node = new NodeConnectionDetails.Node(
				"wss://" + CANARY + ":" + CANARY + "@node.example:8546/" + CANARY + "?key=" + CANARY,
				Map.of("X-Key", CANARY));
		assertThat(node.toString()).doesNotContain(CANARY).isEqualTo("Node[url ******, headers [X-Key]]");
		NodeEndpoint endpoint = endpoint(node);
		assertThat(endpoint.toString()).doesNotContain(CANARY).isEqualTo("wss://node.example:8546");
		assertThat(new NodeProperties(null, Map.of(), null))
			.hasToString("NodeProperties[url missing, headers [], sslBundle null]");
		assertThat(new NodeProperties(node.url(), node.headers(), null).toString()).doesNotContain(CANARY)
			.isEqualTo("NodeProperties[url ******, headers [X-Key], sslBundle null]");
	}

	private static NodeEndpoint endpoint(NodeConnectionDetails.Node node) {
		return new NodeEndpoints("main").create(List.of(node)).get(0);
	}

}
