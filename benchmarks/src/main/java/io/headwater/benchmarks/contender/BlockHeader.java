package io.headwater.benchmarks.contender;

import java.math.BigInteger;

/**
 * A header as an application would have it that reads it by itself: numbers as numbers,
 * all else as the text that came.
 */
public record BlockHeader(long number, String hash, String parentHash, long timestamp, String sha3Uncles, String miner,
		String stateRoot, String transactionsRoot, String receiptsRoot, String logsBloom, BigInteger difficulty,
		long gasLimit, long gasUsed, String extraData, String mixHash, String nonce, BigInteger baseFeePerGas,
		String withdrawalsRoot, long blobGasUsed, long excessBlobGas, String parentBeaconBlockRoot,
		String requestsHash) {

	static long quantity(String text) {
		return Long.parseLong(text, 2, text.length(), 16);
	}

	static BigInteger bigQuantity(String text) {
		return new BigInteger(text.substring(2), 16);
	}

}
