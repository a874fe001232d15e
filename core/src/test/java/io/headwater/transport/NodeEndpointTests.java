package io.headwater.transport;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import io.headwater.websocket.RedactedUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NodeEndpointTests {

	@ParameterizedTest
	@CsvSource({ "wss://node.example/v3/KEY, wss://node.example", "ws://node.example:8545, ws://node.example:8545",
			"wss://node.example:443/v3/KEY?key=KEY&x=y#KEY, wss://node.example:443",
			"wss://user:KEY@node.example/, wss://node.example", "wss://KEY@node.example:1/, wss://node.example:1",
			"ws://[::1]:8545/KEY, ws://[::1]:8545", "ws://127.0.0.1?KEY, ws://127.0.0.1" })
	void showsSchemeHostAndPortAlone(URI uri, String shown) {
		assertThat(RedactedUri.of(uri)).isEqualTo(shown);
		assertThat(new NodeEndpoint(uri, Map.of("Authorization", "Bearer KEY"))).hasToString(shown);
	}

	/**
	 * Such a host is no host to java.net.URI, which then knows the whole authority only.
	 */
	@Test
	void showsNoSecretOfAnAddressWithoutAHost() {
		assertThat(RedactedUri.of(URI.create("ws://user:KEY@my_node:8545/KEY?KEY"))).doesNotContain("KEY", "user");
	}

	@Test
	void headersCannotBeChangedFromOutside() {
		Map<String, String> headers = new HashMap<>(Map.of("a", "b"));
		NodeEndpoint endpoint = new NodeEndpoint(URI.create("ws://node.example"), headers);
		headers.put("c", "d");
		assertThat(endpoint.headers()).containsOnlyKeys("a").isUnmodifiable();
	}

}
