package io.headwater.transport;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLContext;

import io.headwater.testing.FakeWebSocketClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NodeClientFactoryTests {

	private static final TransportSettings SETTINGS = new TransportSettings(Duration.ofSeconds(1),
			Duration.ofSeconds(1), 10, 2);

	private final FakeWebSocketClient client = new FakeWebSocketClient();

	private final NodeClientFactory clients = NodeClientFactory.of(this.client);

	@Test
	void givesEachNodeTheClient() {
		assertThat(this.clients.createClient(new NodeEndpoint(URI.create("ws://one.example"), Map.of()), SETTINGS))
			.isSameAs(this.client);
		assertThat(this.clients.createClient(new NodeEndpoint(URI.create("wss://two.example"), Map.of()), SETTINGS))
			.isSameAs(this.client);
	}

	/** Or the node would be trusted by other rules than those that are written down. */
	@Test
	void refusesANodeWhoseBundleTheClientWouldNotKnow() {
		NodeEndpoint endpoint = new NodeEndpoint(URI.create("wss://node.example/SECRETKEY"), Map.of(), null,
				NodeClientFactoryTests::context);
		assertThatIllegalArgumentException().isThrownBy(() -> this.clients.createClient(endpoint, SETTINGS))
			.withMessageStartingWith("The node wss://node.example has an SSL bundle")
			.withMessageNotContaining("SECRETKEY");
	}

	private static SSLContext context() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
