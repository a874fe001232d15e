package io.headwater.node;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.headwater.transport.NodeEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

	/** A client makes a header of user and password, which a node decodes again. */
	@ParameterizedTest
	@CsvSource({ "invalid password hunter22 for alice, invalid password ****** for ******",
			"alice:hunter22 is wrong, ****** is wrong", "no ALICE and no Hunter22!, no ****** and no ******!",
			"malice is no secret, malice is no secret", "hunter2 is another one, hunter2 is another one",
			"xhunter22x, x******x", "(alice), (******)", "'YWxpY2U6aHVudGVyMjI=', '******'" })
	void hidesUserAndPasswordOfBasicAuthentication(String text, String shown) {
		this.freshHeaders = Map.of("Authorization", "Basic YWxpY2U6aHVudGVyMjI=");
		assertThat(this.secrets.hide(text)).isEqualTo(shown);
		NodeSecrets fixed = new NodeSecrets(new NodeEndpoint(URI.create("wss://node.example"),
				Map.of("authorization", "basic  YWxpY2U6aHVudGVyMjI=")), Map::of);
		assertThat(fixed.hide(text)).isEqualTo(shown);
		NodeSecrets inAddress = new NodeSecrets(
				new NodeEndpoint(URI.create("wss://alice:hunter22@node.example"), Map.of()), Map::of);
		assertThat(inAddress.hide("password hunter22 for alice")).isEqualTo("password ****** for ******");
	}

	/**
	 * Two characters are in any text, and three to five are hidden where they are words.
	 */
	@ParameterizedTest
	@CsvSource({ "a, b, the node answered error -32000: a b a:b, the node answered error -32000: a b ******",
			"bob, 12345, bob has 12345 not 123456 or bobby, ****** has ****** not 123456 or bobby",
			"me, secret!, for me the secret! is, for me the ****** is", "'', secret!, no secret!, no ******",
			"secret!, '', no secret!, no ******" })
	void hidesNoWordThatAnyTextMayContain(String user, String password, String text, String shown) {
		this.freshHeaders = Map.of("Authorization", "Basic "
				+ Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
		assertThat(this.secrets.hide(text)).isEqualTo(shown);
	}

	/** Nodes and relays read bytes in either way, and our logs show ASCII only. */
	@Test
	void hidesAPasswordThatIsNotAscii() {
		this.freshHeaders = Map.of("Authorization", "Basic " + Base64.getEncoder()
			.encodeToString("al\u00efce:pa\u00dfw\u00f6rt\ud83d\ude00".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.secrets.hide("no pa?w?rt?? for al?ce")).isEqualTo("no ****** for ******");
		assertThat(this.secrets.hide("no pa??w??rt???? for al??ce")).isEqualTo("no ****** for ******");
		assertThat(this.secrets.hide("no pa\u00dfw\u00f6rt\ud83d\ude00")).isEqualTo("no ******");
	}

	@Test
	void takesNothingForCredentialsThatIsNone() {
		for (String value : List.of("Basic", "Basic ", "Basic *", "Basic a:b", "Bearer YWxpY2U6aHVudGVyMjI=", "")) {
			this.freshHeaders = Map.of("Authorization", value);
			assertThat(this.secrets.hide("hunter22 for alice")).isEqualTo("hunter22 for alice");
		}
	}

	/** Some show the beginning or the end of a key only, or read it in parts. */
	@ParameterizedTest
	@CsvSource({ "0123456789ab****, **********", "...89abcdef01, ...******",
			"key 89abcdef is unknown, key ****** is unknown", "CDEF0123, ******",
			"part eyJhbGciOiJIUzI1NiJ9 is bad, part ****** is bad", "89abcde, 89abcde" })
	void hidesPartsOfASecret(String text, String shown) {
		this.freshHeaders = Map.of("Authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl");
		assertThat(this.secrets.hide(text)).isEqualTo(shown);
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
