package io.headwater.test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Joins the fragments of a text message. Used by the connection's reader thread only.
 */
final class MessageAssembler {

	private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();

	private final int maxLength;

	private boolean fragmented;

	/**
	 * Create an assembler.
	 * @param maxLength the most bytes that one message may have
	 */
	MessageAssembler(int maxLength) {
		this.maxLength = maxLength;
	}

	/**
	 * Take a data frame.
	 * @param frame no control frame
	 * @return the whole message if this frame ends it, otherwise {@code null}
	 * @throws WebSocketException if the frame does not fit here, or what it ends is no
	 * text
	 */
	@Nullable String add(Frame frame) throws WebSocketException {
		if (frame.opcode() == Frame.BINARY) {
			throw new WebSocketException(WebSocketException.UNSUPPORTED_DATA, "Only text is understood");
		}
		if (this.fragmented != (frame.opcode() == Frame.CONTINUATION)) {
			throw new WebSocketException(WebSocketException.PROTOCOL_ERROR, "Fragments are out of order");
		}
		if (this.fragments.size() + frame.payload().length > this.maxLength) {
			throw new WebSocketException(WebSocketException.TOO_BIG, "More than " + this.maxLength + " bytes");
		}
		this.fragments.writeBytes(frame.payload());
		this.fragmented = !frame.fin();
		return frame.fin() ? decode() : null;
	}

	private String decode() throws WebSocketException {
		byte[] message = this.fragments.toByteArray();
		this.fragments.reset();
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new WebSocketException(WebSocketException.INVALID_PAYLOAD, "Text is not UTF-8");
		}
	}

}
