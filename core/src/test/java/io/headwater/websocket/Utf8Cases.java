package io.headwater.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Group 6 of the Autobahn suite: texts that are UTF-8 or not, whole, in fragments, and
 * cut within a character.
 */
final class Utf8Cases {

	/** Sequences that are right, whether anybody uses the characters or not. */
	private static final List<String> VALID = List.of("", "48656c6c6f", "cebae1bdb9cf83cebcceb5", "00", "7f", "c280",
			"dfbf", "e0a080", "efbfbf", "efbfbe", "ee8080", "efbfbd", "ed9fbf", "f0908080", "f48fbfbf", "f48fbfbe",
			"f09fbfbe", "f09fbfbf", "f0afbfbe", "f3bfbfbf", "f09f92a9", "48c3a9e282acf09f92a948");

	/** Each is wrong at its last byte, if not before. */
	private static final List<String> INVALID = List.of(
			// continuation bytes alone
			"80", "bf", "80bf", "80bf80bf80bf", "20808080",
			// sequences that end too early
			"c020", "c220", "df20", "e020", "e0a020", "ef20", "efbf20", "f020", "f09020", "f0908020", "f420", "f48f20",
			"f48fbf20", "c2c2", "e282e282ac", "f09f92f09f92a9",
			// bytes that are never used
			"fe", "ff", "f5808080", "f6808080", "f7bfbfbf", "f888808080", "fbbfbfbfbf", "fc8480808080", "fdbfbfbfbfbf",
			// longer forms than needed
			"c080", "c0af", "c1bf", "e08080", "e080af", "e09fbf", "f0808080", "f08080af", "f08fbfbf", "f8808080af",
			// surrogates
			"eda080", "edadbf", "edae80", "edbfbf", "eda080edb080", "cebae1bdb9cf83cebcceb5eda080656469746564",
			// beyond U+10FFFF
			"f4908080", "cebae1bdb9cf83cebcceb5f4908080656469746564");

	/** Each lacks bytes at its end. */
	private static final List<String> UNFINISHED = List.of("c2", "df", "e0", "e0a0", "ed9f", "efbf", "f0", "f090",
			"f09080", "f48f", "f48fbf", "48c3");

	private Utf8Cases() {
	}

	static List<ConformanceCase> all() {
		List<ConformanceCase> cases = new ArrayList<>();
		VALID.forEach((hex) -> valid(cases, hex));
		INVALID.forEach((hex) -> invalid(cases, hex, "not UTF-8"));
		UNFINISHED.forEach((hex) -> invalid(cases, hex, "ends within a character"));
		failFast(cases);
		return cases;
	}

	private static void valid(List<ConformanceCase> cases, String hex) {
		String text = new String(Wire.hex(hex), StandardCharsets.UTF_8);
		cases.add(ConformanceCase.of("6 text " + hex, text(hex)).hears(text));
		cases.add(ConformanceCase.of("6 fragments of one byte " + hex, fragments(hex)).hears(text));
		String around = "a".repeat(13);
		cases.add(ConformanceCase.of("6 within ASCII " + hex, Wire.text(around + text + around))
			.hears(around + text + around));
	}

	private static void invalid(List<ConformanceCase> cases, String hex, String why) {
		cases.add(ConformanceCase.of("6 text " + why + ": " + hex, text(hex)).failsWith(1007));
		cases.add(ConformanceCase.of("6 fragments, " + why + ": " + hex, fragments(hex)).failsWith(1007));
		byte[] after = Wire.join(Wire.utf8("a".repeat(21)), Wire.hex(hex));
		cases.add(ConformanceCase.of("6 after ASCII, " + why + ": " + hex, Wire.frame(Wire.FIN | Opcode.TEXT, after))
			.failsWith(1007));
		cases.add(ConformanceCase
			.of("6 binary is not looked at: " + hex, Wire.frame(Wire.FIN | Opcode.BINARY, Wire.hex(hex)))
			.hears(new String(Wire.hex(hex), StandardCharsets.UTF_8)));
	}

	/** The rest of the message never comes: the wrong byte alone must be enough. */
	private static void failFast(List<ConformanceCase> cases) {
		cases.add(
				ConformanceCase
					.closing("6.4 wrong in a fragment, whose message never ends", Wire.begin("κόσμε"),
							Wire.frame(Opcode.CONTINUATION, Wire.hex("f4908080")))
					.failsWith(1007));
		cases.add(
				ConformanceCase
					.closing("6.4 wrong in a frame that never ends", Wire.hex("81 7e 1000"), Wire.utf8("κόσμε"),
							Wire.hex("f490"))
					.failsWith(1007));
	}

	private static byte[] text(String hex) {
		return Wire.frame(Wire.FIN | Opcode.TEXT, Wire.hex(hex));
	}

	private static byte[] fragments(String hex) {
		byte[] frames = Wire.begin("");
		for (byte next : Wire.hex(hex)) {
			frames = Wire.join(frames, Wire.frame(Opcode.CONTINUATION, new byte[] { next }));
		}
		return Wire.join(frames, Wire.end(""));
	}

}
