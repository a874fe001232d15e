package io.headwater.test;

import java.io.IOException;

/**
 * The client broke the WebSocket protocol or a limit, and is to be told so in a close
 * frame.
 */
@SuppressWarnings("serial")
final class WebSocketException extends IOException {

	static final int PROTOCOL_ERROR = 1002;

	static final int UNSUPPORTED_DATA = 1003;

	static final int INVALID_PAYLOAD = 1007;

	static final int TOO_BIG = 1009;

	private final int closeCode;

	WebSocketException(int closeCode, String message) {
		super(message);
		this.closeCode = closeCode;
	}

	int closeCode() {
		return this.closeCode;
	}

}
