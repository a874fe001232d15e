package io.headwater.websocket;

import java.util.List;

/**
 * Group 5 of the Autobahn suite: fragments, and control frames between them.
 */
final class FragmentationCases {

	private FragmentationCases() {
	}

	static List<ConformanceCase> all() {
		byte[] fragmentedPing = Wire.join(Wire.frame(Opcode.PING, Wire.utf8("fr")), Wire.end("agment"));
		byte[] fragmentedPong = Wire.join(Wire.frame(Opcode.PONG, Wire.utf8("fr")), Wire.end("agment"));
		return List.of(ConformanceCase.of("5.1 fragmented ping", fragmentedPing).failsWith(1002),
				ConformanceCase.of("5.2 fragmented pong", fragmentedPong).failsWith(1002),
				ConformanceCase.of("5.3 two fragments", Wire.begin("frag"), Wire.end("ment")).hears("fragment"),
				ConformanceCase.of("5.6 ping between fragments", Wire.begin("frag"), Wire.ping("p"), Wire.end("ment"))
					.answers("p")
					.hears("fragment"),
				ConformanceCase.of("5.6 pong between fragments", Wire.begin("frag"), Wire.pong("p"), Wire.end("ment"))
					.hears("pong:p", "fragment"),
				ConformanceCase
					.of("5.8 control frames between many fragments", Wire.begin("a"), Wire.ping("1"), Wire.more("b"),
							Wire.ping("2"), Wire.more("c"), Wire.pong("3"), Wire.end("d"), Wire.text("next"))
					.answers("1", "2")
					.hears("pong:3", "abcd", "next"),
				ConformanceCase.of("5.9 continuation of nothing", Wire.end("x"), Wire.text("y")).failsWith(1002),
				ConformanceCase.of("5.10 continuation after a whole message", Wire.text("a"), Wire.end("x"))
					.hears("a")
					.failsWith(1002),
				ConformanceCase.of("5.12 open continuation of nothing", Wire.more("x"), Wire.end("y")).failsWith(1002),
				ConformanceCase
					.of("5.15 continuation after a message of fragments", Wire.begin("a"), Wire.end("b"),
							Wire.more("c"), Wire.end("d"))
					.hears("ab")
					.failsWith(1002),
				ConformanceCase.of("5.18 text within a text", Wire.begin("a"), Wire.text("b")).failsWith(1002),
				ConformanceCase.of("5 binary within a text", Wire.begin("a"), FramingCases.binary("b")).failsWith(1002),
				ConformanceCase
					.of("5.19 pings between and after fragments", Wire.begin("1"), Wire.more("2"), Wire.ping("p"),
							Wire.more("3"), Wire.more("4"), Wire.ping("q"), Wire.end("5"))
					.answers("p", "q")
					.hears("12345"),
				ConformanceCase.of("5 empty fragments", Wire.begin(""), Wire.more(""), Wire.end("")).hears(""),
				ConformanceCase
					.of("5 empty fragments around one with text", Wire.begin(""), Wire.more("middle"), Wire.end(""))
					.hears("middle"),
				ConformanceCase.of("5 ten thousand fragments of one byte", Wire.begin("f"),
						FramingCases.repeat(Wire.more("f"), 9_998), Wire.end("f"))
					.hears("f".repeat(10_000)),
				ConformanceCase
					.of("5 fragments longer than the buffer, with pings", Wire.begin("a".repeat(40_000)),
							Wire.ping("p"), Wire.more("b".repeat(40_000)), Wire.ping("q"), Wire.end("c".repeat(70_000)))
					.answers("p", "q")
					.hears("a".repeat(40_000) + "b".repeat(40_000) + "c".repeat(70_000)),
				ConformanceCase
					.of("10.1 text in frames of 1300", Wire.begin("x".repeat(1300)),
							FramingCases.repeat(Wire.more("x".repeat(1300)), 49), Wire.end("x".repeat(536)))
					.hears("x".repeat(65_536)));
	}

}
