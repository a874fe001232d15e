package io.headwater.transport.tomcat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import org.apache.tomcat.websocket.WsSession;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.adapter.standard.StandardWebSocketHandlerAdapter;

/**
 * Hands on what Tomcat calls, but for close codes that it has made up: of the node's it
 * tells each one that it does not know, 1012 and 1013 among them, as 1002, which is also
 * what it tells when the node has broken the protocol.
 */
final class TomcatEndpoint extends StandardWebSocketHandlerAdapter {

	TomcatEndpoint(WebSocketHandler handler, TomcatSession session) {
		super(handler, session);
	}

	@Override
	public void onClose(Session session, CloseReason reason) {
		boolean unknown = reason.getCloseCode() == CloseCodes.PROTOCOL_ERROR && nodeSentCloseFrame();
		super.onClose(session, unknown ? new CloseReason(CloseCodes.NO_STATUS_CODE, null) : reason);
	}

	/** Nothing but who calls tells who closes. */
	private static boolean nodeSentCloseFrame() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().equals(WsSession.class.getName())
					&& "onClose".equals(frame.getMethodName())));
	}

}
