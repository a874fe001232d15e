package io.headwater.websocket;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderSyntaxTests {

	@ParameterizedTest
	@CsvSource({ "Authorization, Bearer eyJhbGciOi.J9-_~+/=", "X-Api-Key, ''", "x_y.z!, 'a\tb c'",
			"Origin, https://a.example" })
	void acceptsWhatHttpAccepts(String name, String value) {
		assertThat(HeaderSyntax.fault(name, value)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Two Words", "Colon:", "Line\nbreak", "Ümlaut", "(brackets)" })
	void refusesOtherNames(String name) {
		assertThat(HeaderSyntax.fault(name, "value")).isEqualTo("has a name that no HTTP header can have");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host", "upgrade", "CONNECTION", "Sec-WebSocket-Key", "sec-websocket-extensions",
			"Content-Length", "Transfer-Encoding" })
	void refusesThoseOfTheHandshake(String name) {
		assertThat(HeaderSyntax.fault(name, "value")).isEqualTo("is one that the handshake itself sets");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nb", "a\nb", "\0", "\u007f", "ä", "\u2028" })
	void refusesOtherValues(String value) {
		assertThat(HeaderSyntax.fault("X-Key", value))
			.isEqualTo("has a value with characters other than printable ASCII");
	}

}
