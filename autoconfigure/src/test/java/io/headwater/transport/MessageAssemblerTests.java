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
		assembler.add(part(false, "te", false));
		assertThat(assembler.add(part(false, "xt", true))).isInstanceOf(Payload.Text.class);
		assembler.add(part(true, "by", false));
		Payload bytes = assembler.add(part(true, "tes", true));
		assertThat(bytes).isInstanceOf(Payload.Binary.class);
		assertThat(textOf(bytes)).isEqualTo("bytes");
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

	@Test
	void usesItsBufferAgain() throws Exception {
		MessageAssembler assembler = new MessageAssembler(1024 * 1024);
		char[] first = text(assembler.add(part(false, "x".repeat(KEPT / 2 - 1), true))).buffer();
		char[] second = text(assembler.add(part(false, "y", true))).buffer();
		assertThat(second).isSameAs(first);
	}

	@Test
	void givesUpALargeBufferWithTheNextMessage() throws Exception {
		MessageAssembler assembler = new MessageAssembler(1024 * 1024);
		assertThat(text(assembler.add(part(false, "x".repeat(500_000), true))).buffer()).hasSizeGreaterThan(KEPT);
		Payload.Text next = text(assembler.add(part(false, "next", true)));
		assertThat(next.buffer()).hasSize(USUAL);
		assertThat(textOf(next)).isEqualTo("next");
		assembler.add(part(true, "x".repeat(500_000), true));
		Payload.Binary bytes = (Payload.Binary) assembler.add(part(true, "next", true));
		assertThat(bytes).isNotNull();
		assertThat(bytes.buffer()).hasSizeLessThan(USUAL);
		assertThat(textOf(bytes)).isEqualTo("next");
	}

	@Test
	void bufferIsNotLargerThanTheCapNeeds() throws Exception {
		MessageAssembler assembler = new MessageAssembler(3 * KEPT);
		String part = "x".repeat(USUAL);
		for (int length = USUAL; length < 3 * KEPT; length += USUAL) {
			assembler.add(part(false, part, false));
		}
		assertThat(text(assembler.add(part(false, part, true))).buffer()).hasSize(3 * KEPT);
	}

	private static WebSocketMessage<?> part(boolean binary, String part, boolean last) {
		return binary ? new BinaryMessage(part.getBytes(StandardCharsets.UTF_8), last) : new TextMessage(part, last);
	}

	private static Payload.Text text(@Nullable Payload payload) {
		assertThat(payload).isInstanceOf(Payload.Text.class);
		return (Payload.Text) payload;
	}

	private static String textOf(@Nullable Payload payload) {
		assertThat(payload).isNotNull();
		return PayloadTests.text(payload);
	}

}
