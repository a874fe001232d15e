package io.headwater.test;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server's part in turning an HTTP request into a WebSocket connection. Any path is
 * taken; extensions and sub-protocols are declined by not naming them.
 */
final class WebSocketHandshake {

	private static final int MAX_LINE = 8 * 1024;

	private static final int MAX_HEADERS = 100;

	private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private WebSocketHandshake() {
	}

	/**
	 * Read the request of a client.
	 * @param in where to read; nothing after the request is taken from it
	 * @param connection the number of the connection
	 * @return the request, which may still ask for something else than WebSocket
	 * @throws IOException if the client goes, or sends no HTTP request of sensible size
	 */
	static ReceivedHandshake read(InputStream in, int connection) throws IOException {
		String[] requestLine = readLine(in).split(" ", -1);
		if (requestLine.length != 3 || !requestLine[0].equals("GET") || !requestLine[2].equals("HTTP/1.1")) {
			throw new IOException("Not a GET request of HTTP/1.1");
		}
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line : readHeaderLines(in)) {
			int colon = line.indexOf(':');
			if (colon < 1) {
				throw new IOException("A header has no name");
			}
			headers.merge(line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
		}
		return new ReceivedHandshake(connection, requestLine[1], headers);
	}

	/**
	 * Tell whether the request asks for what this server speaks.
	 * @param request what the client sent
	 * @return whether {@link #accept} is the answer, and not {@link #refuse}
	 */
	static boolean isAcceptable(ReceivedHandshake request) {
		Map<String, String> headers = request.headers();
		List<String> connection = List
			.of(headers.getOrDefault("Connection", "").toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
		return headers.getOrDefault("Upgrade", "").equalsIgnoreCase("websocket") && connection.contains("upgrade")
				&& headers.getOrDefault("Sec-WebSocket-Version", "").equals("13")
				&& headers.getOrDefault("Sec-WebSocket-Key", "").length() == 24;
	}

	static byte[] accept(ReceivedHandshake request) {
		String key = request.headers().getOrDefault("Sec-WebSocket-Key", "");
		return response("101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
				"Sec-WebSocket-Accept: " + acceptKey(key));
	}

	static byte[] refuse() {
		return response("426 Upgrade Required", "Upgrade: websocket", "Connection: close", "Sec-WebSocket-Version: 13",
				"Content-Length: 0");
	}

	static String acceptKey(String key) {
		try {
			MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
			byte[] digest = sha1.digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

	private static List<String> readHeaderLines(InputStream in) throws IOException {
		List<String> lines = new ArrayList<>();
		for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
			if (lines.size() == MAX_HEADERS) {
				throw new IOException("More than " + MAX_HEADERS + " headers");
			}
			lines.add(line);
		}
		return lines;
	}

	private static String readLine(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next == -1) {
				throw new EOFException("The request ended early");
			}
			if (line.length() == MAX_LINE) {
				throw new IOException("A line of the request has more than " + MAX_LINE + " bytes");
			}
			// ISO 8859-1, whose bytes are the first 256 characters of Unicode.
			line.append((char) next);
		}
		int end = line.length() - 1;
		if (end >= 0 && line.charAt(end) == '\r') {
			line.setLength(end);
		}
		return line.toString();
	}

	private static byte[] response(String status, String... headers) {
		String text = "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
