package io.headwater.transport.tomcat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.headwater.transport.ConnectionLoss;
import io.headwater.transport.ConnectionLoss.Kind;
import io.headwater.transport.HandshakeException;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.HandshakeResponse;
import org.apache.tomcat.websocket.Constants;

import org.springframework.http.HttpHeaders;

/**
 * Adds our headers to the request for the upgrade, and checks its answer, which Tomcat
 * takes as it comes: whether the node has read our key, and whether it has agreed to
 * something that we did not offer. We offer neither an extension, such as compression,
 * nor a sub-protocol. The rules are those of RFC 6455, section 4.1.
 */
final class UpgradeCheck extends ClientEndpointConfig.Configurator {

	private static final String ACCEPT = "Sec-WebSocket-Accept";

	/** RFC 6455, section 1.3. */
	private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private final HttpHeaders headers;

	private String key = "";

	UpgradeCheck(HttpHeaders headers) {
		this.headers = headers;
	}

	@Override
	public void beforeRequest(Map<String, List<String>> request) {
		this.headers.forEach(request::put);
		this.key = String.join("", request.getOrDefault(Constants.WS_KEY_HEADER_NAME, List.of()));
	}

	@Override
	public void afterResponse(HandshakeResponse response) {
		Map<String, List<String>> headers = response.getHeaders();
		List<String> upgrade = values(headers, Constants.UPGRADE_HEADER_NAME);
		require(upgrade.size() == 1 && upgrade.get(0).equalsIgnoreCase(Constants.UPGRADE_HEADER_VALUE),
				"upgrades to no WebSocket");
		require(values(headers, Constants.CONNECTION_HEADER_NAME).stream().anyMatch(UpgradeCheck::namesUpgrade),
				"does not upgrade the connection");
		require(values(headers, ACCEPT).equals(List.of(accept(this.key))), "does not prove that our request was read");
		require(values(headers, Constants.WS_EXTENSIONS_HEADER_NAME).isEmpty(),
				"has an extension that was not offered");
		require(values(headers, Constants.WS_PROTOCOL_HEADER_NAME).isEmpty(),
				"has a sub-protocol that was not offered");
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new HandshakeException(
					new ConnectionLoss(Kind.PROTOCOL, "the node's answer to the handshake " + otherwise));
		}
	}

	private static boolean namesUpgrade(String connection) {
		return Arrays.stream(connection.split(","))
			.anyMatch((token) -> token.trim().equalsIgnoreCase(Constants.CONNECTION_HEADER_VALUE));
	}

	private static List<String> values(Map<String, List<String>> headers, String name) {
		return headers.getOrDefault(name, List.of());
	}

	private static String accept(String key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1")
				.digest((key + ACCEPT_GUID).getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-1", ex);
		}
	}

}
