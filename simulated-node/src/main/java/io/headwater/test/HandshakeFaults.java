package io.headwater.test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Faults for {@link Moment#HANDSHAKE}: answers to the client's wish for WebSocket other
 * than the proper one.
 */
public final class HandshakeFaults {

	private static final String FILLER = "X-Filler: " + "x".repeat(1000) + "\r\n";

	private HandshakeFaults() {
	}

	/**
	 * Refuse the upgrade and end the connection.
	 * @param code the HTTP status, such as 503
	 * @param headers more headers, such as {@code Retry-After: 120}
	 * @return the fault
	 */
	public static Fault status(int code, String... headers) {
		StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " Scripted\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return raw(head + "Content-Length: 0\r\nConnection: close\r\n\r\n").then(Faults.end());
	}

	/**
	 * Send the client elsewhere.
	 * @param location where
	 * @return the fault
	 */
	public static Fault redirect(URI location) {
		return status(302, "Location: " + location);
	}

	/**
	 * Send a line that is no status of HTTP, and end the connection.
	 * @param line the line without its end
	 * @return the fault
	 */
	public static Fault statusLine(String line) {
		return raw(line + "\r\n\r\n").then(Faults.end());
	}

	/**
	 * Begin a proper answer whose headers never end.
	 * @return the fault
	 */
	public static Fault endlessHeaders() {
		return rewritten((head) -> head.substring(0, head.length() - 2)).then(raw(FILLER).forever());
	}

	/**
	 * Accept the upgrade without the proof that the request was read.
	 * @return the fault
	 */
	public static Fault withoutAccept() {
		return withoutHeader("Sec-WebSocket-Accept");
	}

	/**
	 * Accept the upgrade with the proof for another request.
	 * @return the fault
	 */
	public static Fault wrongAccept() {
		String wrong = "Sec-WebSocket-Accept: " + WebSocketHandshake.acceptKey("another key");
		return rewritten((head) -> withHeader(withoutHeader(head, "Sec-WebSocket-Accept"), wrong));
	}

	/**
	 * Answer 101 without saying to what the protocol changes.
	 * @return the fault
	 */
	public static Fault withoutUpgrade() {
		return withoutHeader("Upgrade");
	}

	/**
	 * Accept the upgrade with one more header, such as
	 * {@code Sec-WebSocket-Extensions: permessage-deflate} or
	 * {@code Sec-WebSocket-Protocol: other}, which the client need not have offered.
	 * @param header the header
	 * @return the fault
	 */
	public static Fault withHeader(String header) {
		return rewritten((head) -> withHeader(head, header));
	}

	private static Fault withoutHeader(String name) {
		return rewritten((head) -> withoutHeader(head, name));
	}

	private static String withoutHeader(String head, String name) {
		return head.replaceFirst("\r\n" + name + ": [^\r]*", "");
	}

	private static String withHeader(String head, String header) {
		return head.substring(0, head.length() - 2) + header + "\r\n\r\n";
	}

	private static Fault rewritten(UnaryOperator<String> change) {
		return (wire) -> wire.write(change.apply(wire.text()).getBytes(StandardCharsets.ISO_8859_1));
	}

	private static Fault raw(String text) {
		return Faults.bytes(text.getBytes(StandardCharsets.ISO_8859_1));
	}

}
