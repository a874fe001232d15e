package io.headwater.websocket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import org.springframework.web.socket.CloseStatus;

/**
 * The body of a close frame (RFC 6455, sections 5.5.1 and 7.4): nothing, or a code and
 * perhaps a reason.
 */
final class CloseBody {

	private static final int MAX_REASON = 123;

	private CloseBody() {
	}

	/**
	 * Read the body of a frame that came in.
	 * @param body the bytes
	 * @return what it says, 1005 if it is empty
	 * @throws ProtocolException if it is wrong
	 */
	static CloseStatus read(ByteBuffer body) throws ProtocolException {
		if (!body.hasRemaining()) {
			return CloseStatus.NO_STATUS_CODE;
		}
		if (body.remaining() < Short.BYTES) {
			throw ProtocolException.violation("a close frame has half a code");
		}
		int code = Short.toUnsignedInt(body.getShort());
		if (!mayBeSent(code)) {
			throw ProtocolException.violation("a close frame has a code that must not be sent");
		}
		Utf8Validator validator = new Utf8Validator();
		int from = body.arrayOffset() + body.position();
		if (!validator.accept(body.array(), from, from + body.remaining()) || !validator.isComplete()) {
			throw ProtocolException.badText("the reason of a close frame is not UTF-8");
		}
		String reason = StandardCharsets.UTF_8.decode(body).toString();
		return new CloseStatus(code, !reason.isEmpty() ? reason : null);
	}

	/**
	 * Write the body of a frame that goes out. A reason that is too long is cut.
	 * @param status what to say, {@link CloseStatus#NO_STATUS_CODE} for nothing
	 * @return the bytes
	 * @throws IllegalArgumentException if the code must not be sent
	 */
	static ByteBuffer write(CloseStatus status) {
		if (status.equalsCode(CloseStatus.NO_STATUS_CODE)) {
			return ByteBuffer.allocate(0);
		}
		if (!mayBeSent(status.getCode())) {
			throw new IllegalArgumentException("The close code " + status.getCode() + " must not be sent");
		}
		ByteBuffer body = ByteBuffer.allocate(Short.BYTES + MAX_REASON);
		body.putShort((short) status.getCode());
		String reason = (status.getReason() != null) ? status.getReason() : "";
		// An encoder stops before a character that no longer fits.
		StandardCharsets.UTF_8.newEncoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.encode(CharBuffer.wrap(reason), body, true);
		return body.flip();
	}

	/**
	 * Whether a code may be in a frame: 1004 is undefined, 1005, 1006 and 1015 only tell
	 * that there was no frame, and 1016 to 2999 belong to RFCs to come.
	 */
	static boolean mayBeSent(int code) {
		return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
	}

}
