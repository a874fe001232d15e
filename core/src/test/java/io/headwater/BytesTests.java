package io.headwater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BytesTests {

	private final JsonMapper json = new JsonMapper();

	@Test
	void keepsEveryByte() {
		Bytes bytes = Bytes.of("0x00017F80FfdeadBEEF");
		assertThat(bytes.toArray()).containsExactly(0, 1, 0x7f, 0x80, 0xff, 0xde, 0xad, 0xbe, 0xef);
		assertThat(bytes.size()).isEqualTo(9);
		assertThat(bytes).hasToString("0x00017f80ffdeadbeef");
	}

	@Test
	void mayBeEmpty() {
		assertThat(Bytes.of("0x")).hasToString("0x").extracting(Bytes::size).isEqualTo(0);
	}

	@ParameterizedTest
	@MethodSource("io.headwater.HexInputs#wrongTexts")
	void refusesAnotherForm(String what, String wrong) {
		assertThatIllegalArgumentException().isThrownBy(() -> Bytes.of(HexInputs.fill(wrong, 16)))
			.satisfies((ex) -> HexInputs.assertTellsNothingOf(ex, wrong));
	}

	@Test
	void refusesHalfAByteAndNoPrefix() {
		assertThatIllegalArgumentException().isThrownBy(() -> Bytes.of("0x123")).withMessageNotContaining("123");
		assertThatIllegalArgumentException().isThrownBy(() -> Bytes.of(""));
		assertThatIllegalArgumentException().isThrownBy(() -> Bytes.of("0"));
	}

	@Test
	void cannotBeChangedFromOutside() {
		Bytes bytes = Bytes.of("0x0102");
		bytes.toArray()[0] = 9;
		assertThat(bytes).isEqualTo(Bytes.of("0x0102"));
	}

	@Test
	void equalsByContent() {
		assertThat(Bytes.of("0xAB")).isEqualTo(Bytes.of("0xab")).hasSameHashCodeAs(Bytes.of("0xab"));
		assertThat(Bytes.of("0xab")).isNotEqualTo(Bytes.of("0xab00")).isNotEqualTo(Bytes.of("0x00ab"));
	}

	@Test
	void goesToJsonAndBack() {
		assertThat(this.json.writeValueAsString(Bytes.of("0x0aff"))).isEqualTo("\"0x0aff\"");
		assertThat(this.json.readValue("\"0x0AFF\"", Bytes.class)).isEqualTo(Bytes.of("0x0aff"));
		assertThat(this.json.readValue("\"0x\"", Bytes.class)).isEqualTo(Bytes.of("0x"));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.json.readValue("\"\"", Bytes.class));
	}

}
