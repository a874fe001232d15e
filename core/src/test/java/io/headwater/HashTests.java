package io.headwater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HashTests {

	private static final String TEXT = "0x0123456789abcdef1123456789abcdef2123456789abcdeff123456789abcdef";

	private final JsonMapper json = new JsonMapper();

	@Test
	void keepsEveryDigit() {
		assertThat(Hash.of(TEXT)).hasToString(TEXT);
		assertThat(Hash.of("0x" + "0".repeat(64))).hasToString("0x" + "0".repeat(64));
		assertThat(Hash.of("0x" + "f".repeat(64))).hasToString("0x" + "f".repeat(64));
	}

	@Test
	void readsBothCasesAndWritesLowerCase() {
		Hash upper = Hash.of("0x" + TEXT.substring(2).toUpperCase());
		assertThat(upper).isEqualTo(Hash.of(TEXT)).hasToString(TEXT);
	}

	@Test
	void readsAnyCharSequence() {
		assertThat(Hash.of(new StringBuilder(TEXT))).isEqualTo(Hash.of(TEXT));
	}

	@ParameterizedTest
	@MethodSource("io.headwater.HexInputs#wrongTexts")
	void refusesAnotherForm(String what, String wrong) {
		assertThatIllegalArgumentException().isThrownBy(() -> Hash.of(HexInputs.fill(wrong, 64)))
			.satisfies((ex) -> HexInputs.assertTellsNothingOf(ex, wrong));
	}

	@Test
	void refusesAnotherLength() {
		assertThatIllegalArgumentException().isThrownBy(() -> Hash.of(TEXT + "0")).withMessageContaining("67");
		assertThatIllegalArgumentException().isThrownBy(() -> Hash.of(TEXT.substring(0, 65)))
			.withMessageContaining("65");
		assertThatIllegalArgumentException().isThrownBy(() -> Hash.of(""));
		assertThatIllegalArgumentException().isThrownBy(() -> Hash.of("0x"));
	}

	@Test
	void differsByAnyDigit() {
		Hash hash = Hash.of(TEXT);
		for (int i = 2; i < TEXT.length(); i++) {
			char other = (TEXT.charAt(i) == '7') ? '8' : '7';
			Hash changed = Hash.of(TEXT.substring(0, i) + other + TEXT.substring(i + 1));
			assertThat(changed).as("digit " + i).isNotEqualTo(hash);
		}
		assertThat(hash).isEqualTo(Hash.of(TEXT)).hasSameHashCodeAs(Hash.of(TEXT)).isNotEqualTo(TEXT);
	}

	@Test
	void sortsLikeItsText() {
		Hash zero = Hash.of("0x" + "0".repeat(64));
		for (int i = 2; i < TEXT.length(); i++) {
			Hash larger = Hash.of("0x" + "0".repeat(i - 2) + "8" + "0".repeat(65 - i));
			Hash largest = Hash.of("0x" + "0".repeat(i - 2) + "f" + "0".repeat(65 - i));
			assertThat(larger).isGreaterThan(zero).isLessThan(largest).isEqualByComparingTo(larger);
		}
	}

	@Test
	void goesToJsonAndBack() {
		assertThat(this.json.writeValueAsString(Hash.of(TEXT))).isEqualTo("\"" + TEXT + "\"");
		assertThat(this.json.readValue("\"" + TEXT + "\"", Hash.class)).isEqualTo(Hash.of(TEXT));
	}

	@Test
	void refusesWrongJson() {
		for (String wrong : new String[] { "\"0x12\"", "12", "true", "{}", "[]", "{\"hex\":\"" + TEXT + "\"}" }) {
			assertThatExceptionOfType(tools.jackson.core.JacksonException.class).as(wrong)
				.isThrownBy(() -> this.json.readValue(wrong, Hash.class));
		}
	}

}
