package io.headwater;

import java.util.stream.Stream;

import org.junit.jupiter.params.provider.Arguments;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts that are not hexadecimal in any reading, in each of which one place is wrong.
 */
final class HexInputs {

	private HexInputs() {
	}

	/**
	 * A name and a text: its beginning, then as many sevens as the length needs.
	 */
	static Stream<Arguments> wrongTexts() {
		return Stream.of(Arguments.of("upper-case prefix", "0X"), //
				Arguments.of("no prefix", "77"), //
				Arguments.of("half a prefix", "0"), //
				Arguments.of("prefix after a space", " 0x"), //
				Arguments.of("plus", "0x+"), //
				Arguments.of("minus", "0x-"), //
				Arguments.of("minus before the prefix", "-0x"), //
				Arguments.of("no digit", "0xg"), //
				Arguments.of("line end", "0x\n"), //
				Arguments.of("underscore", "0x7_7"), //
				Arguments.of("space", "0x7 7"), //
				Arguments.of("NUL", "0x\0"), //
				Arguments.of("Arabic-Indic digit", "0x\u0663"), //
				Arguments.of("full-width digit", "0x\uff11"), //
				Arguments.of("full-width letter", "0x\uff21"), //
				Arguments.of("surrogates of a mathematical digit", "0x\ud835\udfd9"), //
				Arguments.of("full-width prefix", "\uff10x"));
	}

	static String fill(String beginning, int digits) {
		return beginning + "7".repeat(2 + digits - beginning.length());
	}

	/**
	 * What comes from a node may be secret, huge or forged: nothing of it is repeated,
	 * not even by the cause.
	 */
	static void assertTellsNothingOf(Throwable failure, String beginning) {
		assertThat(failure).hasNoCause();
		assertThat(failure.getMessage()).matches("[ -~]+").doesNotContain("77");
	}

}
