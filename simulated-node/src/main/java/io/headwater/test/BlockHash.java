package io.headwater.test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes hashes that look like those of a chain and depend on nothing but what goes in.
 */
final class BlockHash {

	/**
	 * What genesis names as its parent.
	 */
	static final String NONE = "0x" + "0".repeat(64);

	private BlockHash() {
	}

	/**
	 * Hash a block.
	 * @param parentHash the hash of the block below
	 * @param number the height
	 * @param salt what tells this block from its siblings
	 * @return {@code 0x} and 64 lower-case hex digits
	 */
	static String of(String parentHash, long number, String salt) {
		return derive(parentHash, number + ":" + salt);
	}

	static String derive(String hash, String purpose) {
		byte[] input = (hash + ":" + purpose).getBytes(StandardCharsets.US_ASCII);
		return "0x" + HexFormat.of().formatHex(sha256().digest(input));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
