package io.headwater.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import io.headwater.websocket.ConnectionLoss.Kind;

/**
 * What is required of a node's answer to the opening handshake.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.1">RFC 6455, section
 * 4.1</a>
 */
final class UpgradeAnswer {

	/** RFC 6455, section 1.3. */
	private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private UpgradeAnswer() {
	}

	/**
	 * Return what a node answers to a key, to show that it has read the request.
	 * @param key the value of {@code Sec-WebSocket-Key}
	 * @return the value of {@code Sec-WebSocket-Accept}
	 */
	static String accept(String key) {
		try {
			byte[] text = (key + ACCEPT_GUID).getBytes(StandardCharsets.US_ASCII);
			return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-1", ex);
		}
	}

	/**
	 * Refuse an answer that breaks a rule.
	 * @param condition whether it keeps the rule
	 * @param otherwise what it does if not, as the end of a sentence
	 * @throws HandshakeException if it does not
	 */
	static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw fault(otherwise);
		}
	}

	/**
	 * Tell of an answer that breaks the rules.
	 * @param problem what it does, as the end of a sentence
	 * @return the exception to throw
	 */
	static HandshakeException fault(String problem) {
		return new HandshakeException(
				new ConnectionLoss(Kind.PROTOCOL, "the node's answer to the handshake " + problem));
	}

}
