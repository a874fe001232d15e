package io.headwater.transport.tomcat;

import java.util.Set;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import org.apache.tomcat.websocket.WsSession;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.adapter.standard.StandardWebSocketHandlerAdapter;

/**
 * Hands on what Tomcat calls, but for close codes that it has made up: of the node's it
 * tells each one that it does not know, 1012 and 1013 among them, as 1002, which is also
 * what it tells when it has found that the node breaks the protocol.
 */
final class TomcatEndpoint extends StandardWebSocketHandlerAdapter {

	/** Those of what is wrong with a message. */
	private static final Set<CloseCode> VERDICTS = Set.of(CloseCodes.PROTOCOL_ERROR, CloseCodes.CANNOT_ACCEPT,
			CloseCodes.NOT_CONSISTENT, CloseCodes.TOO_BIG);

	private final TomcatSession session;

	TomcatEndpoint(WebSocketHandler handler, TomcatSession session) {
		super(handler, session);
		this.session = session;
	}

	@Override
	public void onClose(Session session, CloseReason reason) {
		if (!VERDICTS.contains(reason.getCloseCode())) {
			super.onClose(session, reason);
		}
		else if (!nodeSentCloseFrame()) {
			this.session.judge(reason.getCloseCode().getCode());
			super.onClose(session, reason);
		}
		else {
			boolean unknown = reason.getCloseCode() == CloseCodes.PROTOCOL_ERROR;
			super.onClose(session,
					unknown ? new CloseReason(CloseCodes.NO_STATUS_CODE, reason.getReasonPhrase()) : reason);
		}
	}

	/** Nothing but who calls tells who closes. */
	private static boolean nodeSentCloseFrame() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().equals(WsSession.class.getName())
					&& "onClose".equals(frame.getMethodName())));
	}

}
