package io.headwater.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Group 7 of the Autobahn suite: how a node closes.
 */
final class CloseCases {

	private CloseCases() {
	}

	static List<ConformanceCase> all() {
		List<ConformanceCase> cases = new ArrayList<>();
		cases.add(ConformanceCase.closing("7.1.1 close after a message", Wire.text("last"), Wire.close(1000))
			.hears("last"));
		cases.add(ConformanceCase.closing("7.1.2 two close frames", Wire.close(1000), Wire.close(1001)));
		cases.add(ConformanceCase.closing("7.1.3 ping after close", Wire.close(1000), Wire.ping("late")));
		cases.add(ConformanceCase.closing("7.1.4 text after close", Wire.close(1000), Wire.text("late")));
		cases.add(ConformanceCase.closing("7.1.5 close within a message", Wire.begin("a"), Wire.close(1000),
				Wire.end("b")));
		cases.add(ConformanceCase
			.closing("7.1.6 close after a large message", Wire.text("*".repeat(150_000)), Wire.close(1000))
			.hears("*".repeat(150_000)));
		cases.add(ConformanceCase.closing("7.3.1 close without a code", Wire.frame(0x88, new byte[0]))
			.closesWith(null, 1005));
		cases.add(ConformanceCase.closing("7.3.2 half a code", Wire.frame(0x88, Wire.bytes(3))).failsWith(1002));
		cases.add(ConformanceCase.closing("7.3.4 with a reason", Wire.close(1000, "Hello World!")));
		cases.add(ConformanceCase.closing("7.3.5 reason of 123 bytes", Wire.close(1000, "r".repeat(123))));
		cases.add(ConformanceCase.closing("7.3.6 reason of 124 bytes", Wire.close(1000, "r".repeat(124)))
			.failsWith(1002));
		cases.add(
				ConformanceCase
					.closing("7.5.1 reason that is not UTF-8",
							Wire.frame(0x88, Wire.hex("03e8 cebae1bdb9cf83cebcceb5eda080656469746564")))
					.failsWith(1007));
		cases.add(ConformanceCase
			.closing("7.5 reason that ends within a character", Wire.frame(0x88, Wire.hex("03e8 c3")))
			.failsWith(1007));
		IntStream.of(1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4500, 4999)
			.forEach((code) -> cases
				.add(ConformanceCase.closing("7.7 code " + code, Wire.close(code)).closesWith(code, code)));
		IntStream.of(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
			.forEach(
					(code) -> cases.add(ConformanceCase.closing("7.9 code " + code, Wire.close(code)).failsWith(1002)));
		return cases;
	}

}
