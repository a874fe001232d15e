package io.headwater.benchmarks.contender;

import tools.jackson.databind.JsonNode;

/**
 * Makes a header of a tree of JSON.
 */
public final class HeaderTree {

	private HeaderTree() {
	}

	/**
	 * Read a header.
	 * @param head the object that was announced
	 * @return the header
	 */
	public static BlockHeader read(JsonNode head) {
		return new BlockHeader(quantity(head, "number"), text(head, "hash"), text(head, "parentHash"),
				quantity(head, "timestamp"), text(head, "sha3Uncles"), text(head, "miner"), text(head, "stateRoot"),
				text(head, "transactionsRoot"), text(head, "receiptsRoot"), text(head, "logsBloom"),
				BlockHeader.bigQuantity(text(head, "difficulty")), quantity(head, "gasLimit"),
				quantity(head, "gasUsed"), text(head, "extraData"), text(head, "mixHash"), text(head, "nonce"),
				BlockHeader.bigQuantity(text(head, "baseFeePerGas")), text(head, "withdrawalsRoot"),
				quantity(head, "blobGasUsed"), quantity(head, "excessBlobGas"), text(head, "parentBeaconBlockRoot"),
				text(head, "requestsHash"));
	}

	private static String text(JsonNode head, String name) {
		return head.get(name).asString();
	}

	private static long quantity(JsonNode head, String name) {
		return BlockHeader.quantity(text(head, name));
	}

}
