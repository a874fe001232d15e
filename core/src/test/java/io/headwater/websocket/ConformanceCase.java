package io.headwater.websocket;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Frames that a server sends, and what is to come of them.
 *
 * @param name what is tried, with the number of the group in the Autobahn test suite
 * @param sent the bytes
 * @param heard what the handler hears: messages, and pongs as {@code pong:body}
 * @param pongs the bodies of the pongs that are sent
 * @param answer the code of the close frame that is sent, or {@code null} for one without
 * @param reported the code that the handler is told
 */
record ConformanceCase(String name, byte[] sent, List<String> heard, List<String> pongs, @Nullable Integer answer,
		int reported) {

	/**
	 * Frames after which the server closes with code 1000.
	 */
	static ConformanceCase of(String name, byte[]... frames) {
		byte[] sent = Wire.join(Wire.join(frames), Wire.close(1000));
		return new ConformanceCase(name, sent, List.of(), List.of(), 1000, 1000);
	}

	/**
	 * A close frame and what comes after it.
	 */
	static ConformanceCase closing(String name, byte[]... frames) {
		return new ConformanceCase(name, Wire.join(frames), List.of(), List.of(), 1000, 1000);
	}

	ConformanceCase hears(String... messages) {
		return new ConformanceCase(this.name, this.sent, List.of(messages), this.pongs, this.answer, this.reported);
	}

	ConformanceCase answers(String... bodies) {
		return new ConformanceCase(this.name, this.sent, this.heard, List.of(bodies), this.answer, this.reported);
	}

	ConformanceCase closesWith(@Nullable Integer code, int reported) {
		return new ConformanceCase(this.name, this.sent, this.heard, this.pongs, code, reported);
	}

	ConformanceCase failsWith(int code) {
		return closesWith(code, code);
	}

	@Override
	public String toString() {
		return this.name;
	}

	static List<ConformanceCase> all() {
		List<ConformanceCase> all = new ArrayList<>();
		all.addAll(FramingCases.all());
		all.addAll(FragmentationCases.all());
		all.addAll(Utf8Cases.all());
		all.addAll(CloseCases.all());
		return all;
	}

}
