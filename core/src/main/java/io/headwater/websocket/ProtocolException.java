package io.headwater.websocket;

import java.io.IOException;

import org.springframework.web.socket.CloseStatus;

/**
 * The node broke the protocol or sent what is not accepted, and the session ends with the
 * code that the RFC has for it. The text is made by us.
 */
final class ProtocolException extends IOException {

	private static final long serialVersionUID = 1L;

	private final int code;

	private ProtocolException(CloseStatus status, String reason) {
		super(reason);
		this.code = status.getCode();
	}

	/** A frame is none, or comes where it must not. */
	static ProtocolException violation(String reason) {
		return new ProtocolException(CloseStatus.PROTOCOL_ERROR, reason);
	}

	/** A message is of a kind that is not read. */
	static ProtocolException notAcceptable(String reason) {
		return new ProtocolException(CloseStatus.NOT_ACCEPTABLE, reason);
	}

	/** A text is no UTF-8. */
	static ProtocolException badText(String reason) {
		return new ProtocolException(CloseStatus.BAD_DATA, reason);
	}

	/** A message is longer than the cap. */
	static ProtocolException tooLong(int limit) {
		return new ProtocolException(CloseStatus.TOO_BIG_TO_PROCESS,
				"a message is longer than the " + limit + " bytes that are read");
	}

	CloseStatus status() {
		return new CloseStatus(this.code, getMessage());
	}

}
