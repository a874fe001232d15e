package io.headwater.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.headwater.transport.MessageAssembler.MessageTooLongException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessageAssemblerTests {

	private static final int USUAL = 8 * 1024;

	private static final int KEPT = 64 * 1024;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void joinsTheParts(boolean binary) throws Exception {
		MessageAssembler assembler = new MessageAssembler(100);
		for (int round = 0; round < 3; round++) {
			assertThat(assembler.add(part(binary, "one ", false))).isNull();
			assertThat(assembler.add(part(binary, "", false))).isNull();
			assertThat(assembler.add(part(binary, "two ", false))).isNull();
			assertThat(textOf(assembler.add(part(binary, "three", true)))).isEqualTo("one two three");
			assertThat(textOf(assembler.add(part(binary, "whole", true)))).isEqualTo("whole");
			assertThat(textOf(assembler.add(part(binary, "", true)))).isEmpty();
		}
	}

	@Test
	void textAndBinaryMessagesFollowEachOther() throws Exception {
		MessageAssembler assembler = new MessageAssembler(100);
		assertThat(textOf(assembler.add(part(false, "whole", true)))).isEqualTo("whole");
		assembler.add(part(false, "te", false));
		assertThat(textOf(assembler.add(part(false, "xt", true)))).isEqualTo("text");
		assembler.add(part(true, "by", false));
		assertThat(textOf(assembler.add(part(true, "tes", true)))).isEqualTo("bytes");
	}

	@Test
	void readsBytesFromTheirPosition() throws Exception {
		ByteBuffer buffer = ByteBuffer.allocateDirect(16);
		buffer.put("<<bytes>>".getBytes(StandardCharsets.UTF_8)).limit(7).position(2);
		assertThat(textOf(new MessageAssembler(100).add(new BinaryMessage(buffer, true)))).isEqualTo("bytes");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void readsAMessageAsLongAsTheCap(boolean binary) throws Exception {
		for (int cap : new int[] { 1, 10, USUAL - 1, USUAL, USUAL + 1, 3 * KEPT }) {
			MessageAssembler assembler = new MessageAssembler(cap);
			String message = "x".repeat(cap - 1) + "y";
			assertThat(textOf(assembler.add(part(binary, message, true)))).isEqualTo(message);
			for (int i = 0; i < cap - 1; i += 1000) {
				assembler.add(part(binary, message.substring(i, Math.min(i + 1000, cap - 1)), false));
			}
			assertThat(textOf(assembler.add(part(binary, "y", true)))).isEqualTo(message);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void refusesOneMoreThanTheCap(boolean binary) throws Exception {
		MessageAssembler whole = new MessageAssembler(10);
		assertThatExceptionOfType(MessageTooLongException.class)
			.isThrownBy(() -> whole.add(part(binary, "x".repeat(11), true)));
		MessageAssembler parts = new MessageAssembler(10);
		parts.add(part(binary, "x".repeat(10), false));
		assertThat(textOf(parts.add(part(binary, "", true)))).hasSize(10);
		parts.add(part(binary, "x".repeat(9), false));
		assertThatExceptionOfType(MessageTooLongException.class).isThrownBy(() -> parts.add(part(binary, "xx", false)));
	}

	@Test
	void measuresATextInTheBytesOfItsUtf8() throws Exception {
		assertThat(textOf(new MessageAssembler(10).add(part(false, "\u00e9".repeat(5), true)))).hasSize(5);
		MessageAssembler assembler = new MessageAssembler(10);
		assertThatExceptionOfType(MessageTooLongException.class)
			.isThrownBy(() -> assembler.add(part(false, "\u00e9".repeat(6), true)));
	}

	/** Refused before it is complete, or a message without end would fill the memory. */
	@Test
	void refusesAMessageWithoutEnd() throws Exception {
		MessageAssembler assembler = new MessageAssembler(10 * 1000);
		for (int i = 0; i < 10; i++) {
			assembler.add(part(false, "x".repeat(1000), false));
		}
		assertThatExceptionOfType(MessageTooLongException.class)
			.isThrownBy(() -> assembler.add(part(false, "x", false)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void usesItsBufferAgain(boolean binary) throws Exception {
		MessageAssembler assembler = new MessageAssembler(1024 * 1024);
		byte[] first = bufferOf(assembler.add(part(binary, "x".repeat(KEPT / 2 - 1), true)));
		byte[] second = bufferOf(assembler.add(part(binary, "y", true)));
		assertThat(second).isSameAs(first);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void givesUpALargeBufferWithTheNextMessage(boolean binary) throws Exception {
		MessageAssembler assembler = new MessageAssembler(1024 * 1024);
		assertThat(bufferOf(assembler.add(part(binary, "x".repeat(500_000), true)))).hasSizeGreaterThan(KEPT);
		Payload next = assembler.add(part(binary, "next", true));
		assertThat(bufferOf(next)).hasSizeLessThan(USUAL);
		assertThat(textOf(next)).isEqualTo("next");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void bufferIsNotLargerThanTheCapNeeds(boolean binary) throws Exception {
		MessageAssembler assembler = new MessageAssembler(3 * KEPT);
		String part = "x".repeat(USUAL);
		for (int length = USUAL; length < 3 * KEPT; length += USUAL) {
			assembler.add(part(binary, part, false));
		}
		assertThat(bufferOf(assembler.add(part(binary, part, true)))).hasSize(3 * KEPT);
	}

	/**
	 * The buffer before the last one was too small for the message, and they are there
	 * both at a time: 2.5 times its length at most, as long as the last one is 1.5 times
	 * as large at most.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void takesAtMostTwoAndAHalfTimesTheLengthOfTheMessage(boolean binary) throws Exception {
		String part = "x".repeat(USUAL);
		for (int parts = 2; parts < 100; parts++) {
			MessageAssembler assembler = new MessageAssembler(4 * 1024 * 1024);
			for (int i = 1; i < parts; i++) {
				assembler.add(part(binary, part, false));
			}
			byte[] buffer = bufferOf(assembler.add(part(binary, part, true)));
			assertThat(buffer).hasSizeLessThanOrEqualTo(parts * USUAL * 3 / 2);
		}
	}

	@Test
	void joinsTextOfEveryScriptWhereverItIsCut() throws Exception {
		String message = "a\u00e4\u20ac\ud83d\ude00z\ud83d\ude00\ud83d\ude00";
		for (int cut = 0; cut <= message.length(); cut++) {
			MessageAssembler assembler = new MessageAssembler(100);
			assembler.add(part(false, message.substring(0, cut), false));
			assembler.add(part(false, "", false));
			assertThat(textOf(assembler.add(part(false, message.substring(cut), true)))).isEqualTo(message);
		}
	}

	@Test
	void joinsPartsOfAnyLength() throws Exception {
		String message = "\u00e4\ud83d\ude00".repeat(KEPT);
		for (int length : new int[] { USUAL - 1, USUAL, USUAL + 1, 3 * USUAL, message.length() }) {
			MessageAssembler assembler = new MessageAssembler(1024 * 1024);
			for (int from = 0; from < message.length(); from += length) {
				assembler.add(part(false, message.substring(from, Math.min(from + length, message.length())), false));
			}
			assertThat(textOf(assembler.add(part(false, "", true)))).isEqualTo(message);
			assertThat(textOf(assembler.add(part(false, message, true)))).isEqualTo(message);
		}
	}

	@Test
	void halfACharacterIsReplacedAndDoesNotReachTheNextMessage() throws Exception {
		MessageAssembler assembler = new MessageAssembler(100);
		assembler.add(part(false, "a\ud83d", false));
		assertThat(textOf(assembler.add(part(false, "b", true)))).isEqualTo("a?b");
		assembler.add(part(false, "a", false));
		assertThat(textOf(assembler.add(part(false, "\ud83d", true)))).isEqualTo("a?");
		assembler.add(part(false, "\ude00", false));
		assertThat(textOf(assembler.add(part(false, "b", true)))).isEqualTo("?b");
	}

	/** What counts is what came over the wire. */
	@Test
	void capIsOneOfBytes() throws Exception {
		MessageAssembler fits = new MessageAssembler(9);
		fits.add(part(false, "\u20ac\u20ac", false));
		assertThat(textOf(fits.add(part(false, "\u20ac", true)))).hasSize(3);
		MessageAssembler tooLong = new MessageAssembler(8);
		tooLong.add(part(false, "\u20ac\u20ac", false));
		assertThatExceptionOfType(MessageTooLongException.class)
			.isThrownBy(() -> tooLong.add(part(false, "\u20ac", true)));
	}

	private static WebSocketMessage<?> part(boolean binary, String part, boolean last) {
		return binary ? new BinaryMessage(part.getBytes(StandardCharsets.UTF_8), last) : new TextMessage(part, last);
	}

	private static byte[] bufferOf(@Nullable Payload payload) {
		assertThat(payload).isNotNull();
		return payload.buffer();
	}

	private static String textOf(@Nullable Payload payload) {
		assertThat(payload).isNotNull();
		return PayloadTests.text(payload);
	}

}
