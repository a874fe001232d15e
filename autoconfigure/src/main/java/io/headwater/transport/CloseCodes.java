package io.headwater.transport;

import java.util.Set;

import io.headwater.transport.ConnectionLoss.Kind;

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

	private CloseCodes() {
	}

	static ConnectionLoss loss(CloseStatus status) {
		int code = status.getCode();
		if (code == CloseStatus.NO_STATUS_CODE.getCode()) {
			return new ConnectionLoss(Kind.CLOSED, "closed with a code that the client does not tell");
		}
		return new ConnectionLoss(kind(code), "closed with code " + code, null, null, code);
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
