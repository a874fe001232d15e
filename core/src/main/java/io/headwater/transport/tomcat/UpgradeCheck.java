package io.headwater.transport.tomcat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.headwater.websocket.UpgradeAnswer;
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
		UpgradeAnswer.require(upgrade.size() == 1 && upgrade.get(0).equalsIgnoreCase(Constants.UPGRADE_HEADER_VALUE),
				"upgrades to no WebSocket");
		UpgradeAnswer.require(
				values(headers, Constants.CONNECTION_HEADER_NAME).stream().anyMatch(UpgradeCheck::namesUpgrade),
				"does not upgrade the connection");
		UpgradeAnswer.require(values(headers, ACCEPT).equals(List.of(UpgradeAnswer.accept(this.key))),
				"does not prove that our request was read");
		UpgradeAnswer.require(values(headers, Constants.WS_EXTENSIONS_HEADER_NAME).isEmpty(),
				"has an extension that was not offered");
		UpgradeAnswer.require(values(headers, Constants.WS_PROTOCOL_HEADER_NAME).isEmpty(),
				"has a sub-protocol that was not offered");
	}

	private static boolean namesUpgrade(String connection) {
		return Arrays.stream(connection.split(","))
			.anyMatch((token) -> token.trim().equalsIgnoreCase(Constants.CONNECTION_HEADER_VALUE));
	}

	private static List<String> values(Map<String, List<String>> headers, String name) {
		return headers.getOrDefault(name, List.of());
	}

}
