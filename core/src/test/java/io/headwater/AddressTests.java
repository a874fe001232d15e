package io.headwater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressTests {

	private static final String CHECKSUMMED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

	private static final String TEXT = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";

	private final JsonMapper json = new JsonMapper();

	@Test
	void readsBothCasesAndWritesLowerCase() {
		assertThat(Address.of(CHECKSUMMED)).hasToString(TEXT).isEqualTo(Address.of(TEXT));
		assertThat(Address.of(CHECKSUMMED)).hasSameHashCodeAs(Address.of(TEXT));
	}

	@ParameterizedTest
	@MethodSource("io.headwater.HexInputs#wrongTexts")
	void refusesAnotherForm(String what, String wrong) {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of(HexInputs.fill(wrong, 40)))
			.satisfies((ex) -> HexInputs.assertTellsNothingOf(ex, wrong));
	}

	@Test
	void refusesAnotherLength() {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of(TEXT + "00")).withMessageContaining("44");
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of(TEXT.substring(0, 40)))
			.withMessageContaining("40");
	}

	@Test
	void differsByContentAndType() {
		assertThat(Address.of(TEXT)).isNotEqualTo(Address.of(TEXT.replace('d', 'e')))
			.isNotEqualTo(Bytes.of(TEXT))
			.isNotEqualTo(null);
	}

	@Test
	void goesToJsonAndBack() {
		assertThat(this.json.writeValueAsString(Address.of(TEXT))).isEqualTo("\"" + TEXT + "\"");
		assertThat(this.json.readValue("\"" + CHECKSUMMED + "\"", Address.class)).isEqualTo(Address.of(TEXT));
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.json.readValue("\"0x12\"", Address.class));
	}

}
