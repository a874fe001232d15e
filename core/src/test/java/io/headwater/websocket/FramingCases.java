package io.headwater.websocket;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups 1 (framing), 2 (pings and pongs), 3 (reserved bits), 4 (opcodes) and 9 (limits)
 * of the Autobahn suite, and lengths that lie.
 */
final class FramingCases {

	/** The cap under which the table holds. */
	static final int LIMIT = 200_000;

	private static final String PING_125 = "p".repeat(125);

	private FramingCases() {
	}

	static List<ConformanceCase> all() {
		List<ConformanceCase> cases = new ArrayList<>();
		lengths(cases);
		pings(cases);
		reserved(cases);
		opcodes(cases);
		limits(cases);
		return cases;
	}

	private static void lengths(List<ConformanceCase> cases) {
		for (int length : new int[] { 0, 1, 125, 126, 127, 128, 32_768, 65_535, 65_536, LIMIT }) {
			String text = "*".repeat(length);
			cases.add(ConformanceCase.of("1.1 text of " + length, Wire.text(text)).hears(text));
			cases.add(ConformanceCase.of("1.2 binary of " + length, binary(text)).hears(text));
		}
		cases.add(ConformanceCase.of("1 many messages in one packet", repeat(Wire.text("head"), 100))
			.hears(Collections.nCopies(100, "head").toArray(String[]::new)));
		String buffers = "0123456789abcdef".repeat(1000);
		cases.add(ConformanceCase.of("1 more messages than the buffer holds", repeat(Wire.text(buffers), 9))
			.hears(Collections.nCopies(9, buffers).toArray(String[]::new)));
	}

	private static void pings(List<ConformanceCase> cases) {
		cases.add(ConformanceCase.of("2.1 ping without body", Wire.ping("")).answers(""));
		cases.add(ConformanceCase.of("2.2 ping with body", Wire.ping("Hello, world!")).answers("Hello, world!"));
		cases.add(ConformanceCase
			.of("2.3 ping with bytes that are no text", Wire.frame(Wire.FIN | Opcode.PING, Wire.hex("00 01 02 7e 7d")))
			.answers("\u0000\u0001\u0002~}"));
		cases.add(ConformanceCase.of("2.4 ping of 125", Wire.ping(PING_125)).answers(PING_125));
		cases.add(ConformanceCase.of("2.5 ping of 126", Wire.ping(PING_125 + "p")).failsWith(1002));
		cases.add(ConformanceCase.of("2.7 pong that nobody asked for, without body", Wire.pong("")).hears("pong:"));
		cases.add(ConformanceCase.of("2.8 pong that nobody asked for", Wire.pong("x")).hears("pong:x"));
		cases.add(
				ConformanceCase.of("2.9 pong, then ping", Wire.pong("x"), Wire.ping("y")).hears("pong:x").answers("y"));
		cases.add(ConformanceCase.of("2.10 ten pings", repeat(Wire.ping("ten"), 10))
			.answers(Collections.nCopies(10, "ten").toArray(String[]::new)));
	}

	private static void reserved(List<ConformanceCase> cases) {
		for (int bits = 1; bits < 8; bits++) {
			cases.add(ConformanceCase
				.of("3 reserved bits " + bits + " of a text", Wire.text("before"),
						Wire.frame(Wire.FIN | bits << 4 | Opcode.TEXT, Wire.utf8("x")))
				.hears("before")
				.failsWith(1002));
		}
		cases
			.add(ConformanceCase.of("3.5 reserved bits of a binary", Wire.frame(0xD2, Wire.utf8("x"))).failsWith(1002));
		cases.add(ConformanceCase.of("3.6 reserved bits of a ping", Wire.frame(0xE9, Wire.utf8("x"))).failsWith(1002));
		cases.add(ConformanceCase.of("3.7 reserved bits of a close", Wire.frame(0xF8, Wire.shortBytes(1000)))
			.failsWith(1002));
	}

	private static void opcodes(List<ConformanceCase> cases) {
		IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
			.forEach((opcode) -> cases.add(
					ConformanceCase
						.of("4 opcode " + opcode, Wire.text("before"), Wire.frame(Wire.FIN | opcode, Wire.utf8("x")),
								Wire.ping("after"))
						.hears("before")
						.failsWith(1002)));
		cases.add(ConformanceCase.of("masked text of a server", Wire.hex("81 81 01020304 79")).failsWith(1002));
		cases.add(ConformanceCase.of("masked ping of a server", Wire.hex("89 80 01020304")).failsWith(1002));
	}

	private static void limits(List<ConformanceCase> cases) {
		cases.add(ConformanceCase.of("9.1 text one byte beyond the cap", Wire.text("*".repeat(LIMIT + 1)))
			.failsWith(1009));
		cases.add(ConformanceCase.of("9.2 binary one byte beyond the cap", binary("*".repeat(LIMIT + 1)))
			.failsWith(1009));
		cases.add(
				ConformanceCase
					.of("9.3 fragments beyond the cap, and nothing of them is sent", Wire.begin("*".repeat(LIMIT)),
							Wire.hex("80 01"))
					.failsWith(1009));
		cases.add(
				ConformanceCase
					.of("9.3 text of the cap in fragments of 1000", Wire.begin("*".repeat(1000)),
							repeat(Wire.more("*".repeat(1000)), 198), Wire.end("*".repeat(1000)))
					.hears("*".repeat(LIMIT)));
		cases.add(ConformanceCase.of("length 2^63-1", Wire.hex("81 7f 7fffffffffffffff")).failsWith(1009));
		cases.add(ConformanceCase.of("length 2^32", Wire.hex("82 7f 0000000100000000")).failsWith(1009));
		cases
			.add(ConformanceCase.of("length 2^31 after a fragment", Wire.begin("x"), Wire.hex("80 7f 0000000080000000"))
				.failsWith(1009));
		cases.add(ConformanceCase.of("length 2^63", Wire.hex("81 7f 8000000000000000")).failsWith(1002));
		cases.add(ConformanceCase.of("length -1", Wire.hex("81 7f ffffffffffffffff")).failsWith(1002));
		cases.add(ConformanceCase.of("length 125 in 16 bits", Wire.hex("81 7e 007d")).failsWith(1002));
		cases.add(ConformanceCase.of("length 0 in 16 bits", Wire.hex("81 7e 0000")).failsWith(1002));
		cases.add(ConformanceCase.of("length 65535 in 64 bits", Wire.hex("81 7f 000000000000ffff")).failsWith(1002));
		cases.add(ConformanceCase.of("length 0 in 64 bits", Wire.hex("82 7f 0000000000000000")).failsWith(1002));
		cases.add(ConformanceCase.of("ping whose length takes 16 bits", Wire.hex("89 7e 0001 78")).failsWith(1002));
		cases.add(ConformanceCase.of("ping whose length takes 64 bits", Wire.hex("89 7f 0000000000000001 78"))
			.failsWith(1002));
	}

	static byte[] binary(String bytes) {
		return Wire.frame(Wire.FIN | Opcode.BINARY, Wire.utf8(bytes));
	}

	static byte[] repeat(byte[] frame, int times) {
		return Wire.join(Collections.nCopies(times, frame).toArray(byte[][]::new));
	}

}
