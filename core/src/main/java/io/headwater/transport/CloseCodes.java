package io.headwater.transport;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * What the codes of close frames mean (RFC 6455, section 7.4): which loss one tells, and
 * with which one a loss is told to the node.
 */
final class CloseCodes {

	/** Either side found that the other one does not keep to the protocol. */
	private static final Set<Integer> PROTOCOL = Set.of(CloseStatus.PROTOCOL_ERROR.getCode(),
			CloseStatus.NOT_ACCEPTABLE.getCode(), CloseStatus.BAD_DATA.getCode(),
			CloseStatus.REQUIRED_EXTENSION.getCode());

	/** A close frame takes 123 bytes, so that the node may have cut a longer one. */
	private static final int LONG_REASON = 120;

	private CloseCodes() {
	}

	/** Tell that the node has closed the connection. */
	static ConnectionLoss loss(CloseStatus status) {
		int code = status.getCode();
		String reason = reason(status.getReason());
		if (code == CloseStatus.NO_STATUS_CODE.getCode()) {
			return new ConnectionLoss(Kind.CLOSED, "closed with a code that the client does not tell" + reason);
		}
		return new ConnectionLoss(kind(code), "closed with code " + code + reason, null, null, code);
	}

	private static String reason(@Nullable String reason) {
		if (reason == null || reason.isBlank()) {
			return "";
		}
		boolean isLong = reason.getBytes(StandardCharsets.UTF_8).length >= LONG_REASON;
		return " (" + NodeText.printable(reason) + (isLong ? "...)" : ")");
	}

	/** Tell that this side has ended the connection. */
	static ConnectionLoss verdict(CloseStatus status) {
		String reason = status.getReason();
		if (status.equalsCode(CloseStatus.NO_CLOSE_FRAME)) {
			return new ConnectionLoss(Kind.SEND_FAILED, (reason != null) ? reason : "the session was given up");
		}
		if (status.equalsCode(CloseStatus.SERVER_ERROR)) {
			return new ConnectionLoss(Kind.HANDLER_FAILED, "the handler failed");
		}
		if (status.equalsCode(CloseStatus.TOO_BIG_TO_PROCESS)) {
			return new ConnectionLoss(Kind.MESSAGE_TOO_LONG,
					(reason != null) ? reason : "a message is longer than what is read");
		}
		return new ConnectionLoss(Kind.PROTOCOL,
				"the node broke the protocol" + ((reason != null) ? ": " + reason : ""));
	}

	private static Kind kind(int code) {
		if (code == CloseStatus.TOO_BIG_TO_PROCESS.getCode()) {
			return Kind.MESSAGE_TOO_LONG;
		}
		return PROTOCOL.contains(code) ? Kind.PROTOCOL : Kind.CLOSED;
	}

	static CloseStatus status(Kind kind) {
		return switch (kind) {
			case SILENT, SEND_FAILED -> CloseStatus.SESSION_NOT_RELIABLE;
			case PROTOCOL -> CloseStatus.PROTOCOL_ERROR;
			case MESSAGE_TOO_LONG -> CloseStatus.TOO_BIG_TO_PROCESS;
			case HANDLER_FAILED -> CloseStatus.SERVER_ERROR;
			case UNREACHABLE, CONNECT_TIMEOUT, HANDSHAKE_REFUSED, TLS, CLOSED -> CloseStatus.NORMAL;
		};
	}

}
