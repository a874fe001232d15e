package io.headwater.websocket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Utf8ValidatorTests {

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

	private final CharBuffer characters = CharBuffer.allocate(200);

	@Test
	void agreesWithTheJdkOnAllSequencesOfTwoAndThreeBytes() {
		byte[] bytes = new byte[3];
		for (int sequence = 0; sequence < 1 << 24; sequence++) {
			bytes[0] = (byte) (sequence >> 16);
			bytes[1] = (byte) (sequence >> 8);
			bytes[2] = (byte) sequence;
			// Those that begin in ASCII are shorter ones.
			if (bytes[0] < 0 && accepts(bytes, 3) != isText(bytes, 3)) {
				assertThat(bytes).as("sequence " + Integer.toHexString(sequence)).isEmpty();
			}
		}
	}

	@Test
	void agreesWithTheJdkOnSequencesOfFourBytesAndTheirNeighbours() {
		int[] edges = { 0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xED, 0xF0, 0xF4, 0xFF };
		for (int first = 0xEE; first <= 0xFF; first++) {
			for (int second : edges) {
				for (int third : edges) {
					for (int fourth : edges) {
						byte[] bytes = Wire.bytes(first, second, third, fourth);
						assertThat(accepts(bytes, 4)).as(first + " " + second + " " + third + " " + fourth)
							.isEqualTo(isText(bytes, 4));
					}
				}
			}
		}
	}

	@Test
	void agreesWithTheJdkOnTextWithOneBadByteWhereverItIsCut() {
		byte[] text = "Dies ist ein Text mit Umlauten äöü, κόσμε, und 💩 am Ende".getBytes(StandardCharsets.UTF_8);
		SplittableRandom random = new SplittableRandom(1);
		for (int round = 0; round < 20_000; round++) {
			byte[] bytes = text.clone();
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			Utf8Validator validator = new Utf8Validator();
			boolean accepted = true;
			int from = 0;
			while (accepted && from < bytes.length) {
				int to = Math.min(bytes.length, from + 1 + random.nextInt(12));
				accepted = validator.accept(bytes, from, to);
				from = to;
			}
			assertThat(accepted && validator.isComplete()).isEqualTo(isText(bytes, bytes.length));
		}
	}

	@Test
	void beginsAnewAfterAnUnfinishedCharacter() {
		Utf8Validator validator = new Utf8Validator();
		assertThat(validator.accept(Wire.bytes(0xE2, 0x82), 0, 2)).isTrue();
		assertThat(validator.isComplete()).isFalse();
		validator.reset();
		assertThat(validator.isComplete()).isTrue();
		assertThat(validator.accept(Wire.utf8("ä"), 0, 2)).isTrue();
	}

	private static boolean accepts(byte[] bytes, int length) {
		Utf8Validator validator = new Utf8Validator();
		return validator.accept(bytes, 0, length) && validator.isComplete();
	}

	private boolean isText(byte[] bytes, int length) {
		this.characters.clear();
		return !this.decoder.reset().decode(ByteBuffer.wrap(bytes, 0, length), this.characters, true).isError();
	}

}
