package io.headwater.test;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders an empty block with every field that anvil and hardhat send after the Prague
 * fork.
 */
final class BlockJson {

	private static final String NO_BLOOM = "0x" + "0".repeat(512);

	private static final String NO_UNCLES = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";

	private static final String EMPTY_TRIE = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

	private static final String NO_REQUESTS = "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

	private BlockJson() {
	}

	static ObjectNode header(SimulatedBlock block) {
		ObjectNode json = JsonNodeFactory.instance.objectNode();
		json.put("hash", block.hash());
		json.put("parentHash", block.parentHash());
		json.put("sha3Uncles", NO_UNCLES);
		json.put("miner", "0xc014ba5ec014ba5ec014ba5ec014ba5ec014ba5e");
		json.put("stateRoot", BlockHash.derive(block.hash(), "stateRoot"));
		json.put("transactionsRoot", EMPTY_TRIE);
		json.put("receiptsRoot", EMPTY_TRIE);
		json.put("logsBloom", NO_BLOOM);
		json.put("difficulty", "0x0");
		json.put("number", quantity(block.number()));
		json.put("gasLimit", "0x1c9c380");
		json.put("gasUsed", "0x0");
		json.put("timestamp", quantity(block.timestamp().getEpochSecond()));
		json.put("extraData", "0x");
		json.put("mixHash", BlockHash.derive(block.hash(), "mixHash"));
		json.put("nonce", "0x0000000000000000");
		json.put("baseFeePerGas", "0x3b9aca00");
		json.put("withdrawalsRoot", EMPTY_TRIE);
		json.put("blobGasUsed", "0x0");
		json.put("excessBlobGas", "0x0");
		json.put("parentBeaconBlockRoot", BlockHash.NONE);
		json.put("requestsHash", NO_REQUESTS);
		return json;
	}

	static ObjectNode block(SimulatedBlock block) {
		ObjectNode json = header(block);
		json.put("totalDifficulty", "0x0");
		json.put("size", "0x267");
		json.putArray("uncles");
		json.putArray("transactions");
		json.putArray("withdrawals");
		return json;
	}

	static String quantity(long value) {
		return "0x" + Long.toHexString(value);
	}

}
