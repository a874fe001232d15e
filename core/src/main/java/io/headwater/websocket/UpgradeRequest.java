package io.headwater.websocket;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.socket.WebSocketHttpHeaders;

/**
 * The client's half of the opening handshake (RFC 6455, section 4.1), and what it
 * requires of the other half. No extension is ever offered.
 */
final class UpgradeRequest {

	/** Those that the handshake itself consists of: Spring's clients ignore them, too. */
	private static final Set<String> RESERVED = Set.of("host", "upgrade", "connection", "content-length",
			"transfer-encoding", "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol",
			"sec-websocket-extensions", "sec-websocket-accept");

	private final URI uri;

	private final Target target;

	private final HttpHeaders headers = new HttpHeaders();

	private final List<String> protocols;

	/**
	 * Create a request.
	 * @throws IllegalArgumentException if no such request can be made; the text repeats
	 * nothing of the address and of values
	 */
	UpgradeRequest(URI uri, @Nullable WebSocketHttpHeaders headers) {
		this.target = Target.of(uri);
		this.uri = uri;
		this.protocols = (headers != null) ? headers.getSecWebSocketProtocol() : List.of();
		if (headers != null) {
			headers.forEach(this::addHeader);
		}
	}

	private void addHeader(String name, List<String> values) {
		if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
			return;
		}
		for (String value : values) {
			String fault = HeaderSyntax.fault(name, value);
			if (fault != null) {
				throw new IllegalArgumentException("A header of the handshake " + fault);
			}
			this.headers.add(name, value);
		}
	}

	URI uri() {
		return this.uri;
	}

	Target target() {
		return this.target;
	}

	HttpHeaders headers() {
		return HttpHeaders.readOnlyHttpHeaders(this.headers);
	}

	/**
	 * Make the key of one handshake, which shows that the answer is to this request.
	 * @param nonce sixteen random bytes
	 */
	static String key(byte[] nonce) {
		return Base64.getEncoder().encodeToString(nonce);
	}

	byte[] encode(String key) {
		StringBuilder text = new StringBuilder();
		text.append("GET ").append(requestTarget()).append(" HTTP/1.1\r\n");
		append(text, "Host", this.target.hostHeader());
		append(text, "Upgrade", "websocket");
		append(text, "Connection", "Upgrade");
		append(text, "Sec-WebSocket-Key", key);
		append(text, "Sec-WebSocket-Version", "13");
		if (!this.protocols.isEmpty()) {
			append(text, "Sec-WebSocket-Protocol", String.join(", ", this.protocols));
		}
		this.headers.forEach((name, values) -> values.forEach((value) -> append(text, name, value)));
		return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	private String requestTarget() {
		URI ascii = URI.create(this.uri.toASCIIString());
		String path = ascii.getRawPath();
		String query = ascii.getRawQuery();
		return ((path != null && !path.isEmpty()) ? path : "/") + ((query != null) ? "?" + query : "");
	}

	private static void append(StringBuilder text, String name, String value) {
		text.append(name).append(": ").append(value).append("\r\n");
	}

	/**
	 * Check an answer of status 101.
	 * @return the sub-protocol agreed on, or {@code null} if there is none
	 * @throws HandshakeException if it is no answer to this request
	 */
	@Nullable String verify(ResponseHead head, String key) {
		UpgradeAnswer.require("websocket".equalsIgnoreCase(head.only("Upgrade")), "upgrades to no WebSocket");
		UpgradeAnswer.require(head.elements("Connection").contains("upgrade"), "does not upgrade the connection");
		UpgradeAnswer.require(UpgradeAnswer.accept(key).equals(head.only("Sec-WebSocket-Accept")),
				"does not prove that our request was read");
		UpgradeAnswer.require(head.elements("Sec-WebSocket-Extensions").isEmpty(),
				"has an extension that was not offered");
		if (!head.headers().containsKey("Sec-WebSocket-Protocol")) {
			return null;
		}
		String protocol = head.only("Sec-WebSocket-Protocol");
		UpgradeAnswer.require(protocol != null && this.protocols.contains(protocol),
				"has a sub-protocol that was not offered");
		return protocol;
	}

}
