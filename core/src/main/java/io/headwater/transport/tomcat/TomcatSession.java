package io.headwater.transport.tomcat;

import java.io.IOException;

import io.headwater.transport.NodeEndpoint;
import io.headwater.websocket.VerdictSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import org.apache.tomcat.websocket.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;

/**
 * A session whose text form, which Spring logs with each message, shows no secret.
 */
final class TomcatSession extends StandardWebSocketSession implements VerdictSession {

	private final NodeEndpoint endpoint;

	private volatile @Nullable CloseStatus verdict;

	TomcatSession(NodeEndpoint endpoint) {
		super(null, null, null, null);
		this.endpoint = endpoint;
	}

	@Override
	protected void sendTextMessage(TextMessage message) throws IOException {
		TomcatLog.<IOException>quietly(() -> super.sendTextMessage(message));
	}

	@Override
	protected void sendPingMessage(PingMessage message) throws IOException {
		TomcatLog.<IOException>quietly(() -> super.sendPingMessage(message));
	}

	@Override
	protected void closeInternal(CloseStatus status) throws IOException {
		TomcatLog.<IOException>quietly(() -> end(status));
	}

	/**
	 * A node with which something is wrong is not waited for: until it answered our close
	 * frame, Tomcat would read on, and decode all that it sends.
	 */
	private void end(CloseStatus status) throws IOException {
		Session session = getNativeSession();
		boolean inOrder = status.equals(CloseStatus.NORMAL) || status.equals(CloseStatus.GOING_AWAY);
		if (inOrder || !(session instanceof WsSession tomcat)) {
			super.closeInternal(status);
			return;
		}
		CloseReason reason = new CloseReason(CloseCodes.getCloseCode(status.getCode()), status.getReason());
		tomcat.doClose(reason, reason, true);
	}

	/**
	 * Note that Tomcat has found the node wrong. It says what is wrong in the language of
	 * the system, and as of a client.
	 */
	void judge(int code) {
		this.verdict = new CloseStatus(code);
	}

	@Override
	public @Nullable CloseStatus verdict() {
		return this.verdict;
	}

	@Override
	public String toString() {
		return "TomcatSession[id=" + getId() + ", node=" + this.endpoint + "]";
	}

}
