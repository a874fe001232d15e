package io.headwater.stream;

import java.net.URI;
import java.util.Map;

import io.headwater.transport.NodeEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NodeSecretsTests {

	private static final String KEY = "0123456789abcdef0123456789abcdef";

	private Map<String, String> freshHeaders = Map.of();

	private final NodeSecrets secrets = new NodeSecrets(
			new NodeEndpoint(URI.create("wss://node.example/v3/" + KEY + "?token=se%2Bcret"),
					Map.of("Authorization", "Bearer aa.bb.cc")),
			() -> this.freshHeaders);

	@Test
	void hidesPartsOfTheAddressAndOfHeaders() {
		assertThat(this.secrets.hide("project " + KEY + ", token se+cret or se%2Bcret, aa.bb.cc, v3"))
			.isEqualTo("project ******, token ****** or ******, ******, v3");
	}

	@Test
	void hidesHeadersThatWereMadeForTheConnection() {
		this.freshHeaders = Map.of("Authorization", "Bearer dd.ee.ff");
		assertThat(this.secrets.hide("the token dd.ee.ff is not aa.bb.cc")).isEqualTo("the token ****** is not ******");
		this.freshHeaders = Map.of("X-Key", "first " + KEY + "-and-more");
		assertThat(this.secrets.hide(KEY + "-and-more dd.ee.ff")).isEqualTo("****** dd.ee.ff");
	}

	/** A node's text is cut after two hundred characters. */
	@ParameterizedTest
	@ValueSource(ints = { 6, 20, 31 })
	void hidesTheBeginningOfASecretThatWasCut(int length) {
		String text = "the node answered error -32000: no project " + KEY.substring(0, length) + "...";
		assertThat(this.secrets.hide(text + ")")).isEqualTo("the node answered error -32000: no project ******...)");
	}

	@Test
	void hidesNothingElseThatWasCut() {
		String text = "the node answered error -32000: no project 01234... (or 0123456)";
		assertThat(this.secrets.hide(text)).isEqualTo(text);
		assertThat(this.secrets.hide("...")).isEqualTo("...");
	}

}
