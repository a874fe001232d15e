package io.headwater.ethereum;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages of real nodes.
 */
final class Fixtures {

	private static final JsonMapper JSON = new JsonMapper();

	private Fixtures() {
	}

	static Stream<String> all() {
		return Stream.concat(announcements(), Stream.of("anvil-1.7.1.getBlockByNumber",
				"hardhat-2.29.1.getBlockByNumber", "ganache-7.9.2.getBlockByNumber"));
	}

	static Stream<String> announcements() {
		return Stream.of("anvil-1.7.1.newHeads", "hardhat-2.29.1.newHeads", "ganache-7.9.2.newHeads");
	}

	static String message(String name) {
		try (InputStream in = Fixtures.class.getResourceAsStream(name + ".json")) {
			if (in == null) {
				throw new AssertionError("no fixture " + name);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	static ObjectNode tree(String name) {
		return (ObjectNode) JSON.readTree(message(name));
	}

	/**
	 * Return the header alone.
	 */
	static ObjectNode header(String name) {
		JsonNode tree = tree(name);
		return (ObjectNode) (tree.has("result") ? tree.get("result") : tree.at("/params/result"));
	}

}
