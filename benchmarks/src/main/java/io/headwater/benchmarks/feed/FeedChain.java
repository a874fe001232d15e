package io.headwater.benchmarks.feed;

/**
 * The chain that the feed tells of: a block is a function of its number, so that each
 * links to the one before, and none need be kept. A hash is no Keccak, but unlike all
 * others and ends with the number.
 */
public final class FeedChain {

	/** Seven hexadecimal digits as all that follow, so that each head is as long. */
	public static final long FIRST = 0x1600000;

	/**
	 * Where a chain stands when a client connects; below it there is enough to catch up.
	 */
	public static final long LATEST = FIRST + 1_000_000;

	/** That of mainnet. */
	public static final long CHAIN_ID = 1;

	static final int HASH_DIGITS = 64;

	private static final int WORD_DIGITS = 16;

	private static final long GENESIS_TIME = 0x68000000L;

	private static final long BLOCK_SECONDS = 12;

	private static final byte[] DIGITS = { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e',
			'f' };

	private FeedChain() {
	}

	static long timestamp(long number) {
		return GENESIS_TIME + (number - FIRST) * BLOCK_SECONDS;
	}

	static void writeHash(long number, byte[] target, int offset) {
		writeHex(mix(number), target, offset, WORD_DIGITS);
		writeHex(mix(~number), target, offset + WORD_DIGITS, WORD_DIGITS);
		writeHex(mix(number << 1), target, offset + 2 * WORD_DIGITS, WORD_DIGITS);
		writeHex(number, target, offset + 3 * WORD_DIGITS, WORD_DIGITS);
	}

	/**
	 * Return the number of the block with a hash, whether it exists or not.
	 */
	static long numberOf(String hash) {
		return Long.parseLong(hash.substring(hash.length() - WORD_DIGITS), 16);
	}

	static void writeHex(long value, byte[] target, int offset, int digits) {
		for (int i = digits - 1; i >= 0; i--) {
			target[offset + i] = DIGITS[(int) (value >>> 4 * (digits - 1 - i)) & 0xf];
		}
	}

	/** The finalizer of SplitMix64, which gives each number another value. */
	private static long mix(long number) {
		long mixed = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
		return mixed ^ mixed >>> 31;
	}

}
