package io.headwater.benchmarks.feed;

import java.nio.charset.StandardCharsets;

/**
 * The JSON of a head, with the fields that geth sends of a block of mainnet, in its
 * order. All heads are equally long and differ in number, time and hashes, so that one
 * becomes another where it stands.
 */
final class HeadText {

	static final int NUMBER_DIGITS = 7;

	static final int TIME_DIGITS = 8;

	private static final String NUMBER = "#".repeat(NUMBER_DIGITS);

	private static final String TIME = "t".repeat(TIME_DIGITS);

	private static final String HASH = "h".repeat(FeedChain.HASH_DIGITS);

	private static final String PARENT = "p".repeat(FeedChain.HASH_DIGITS);

	private static final String TEXT = ("{'parentHash':'0x" + PARENT + "',"
			+ "'sha3Uncles':'0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',"
			+ "'miner':'0x4838b106fce9647bdf1e7877bf73ce8b0bad5f97'," + root("stateRoot", 1)
			+ root("transactionsRoot", 2) + root("receiptsRoot", 3) + "'logsBloom':'0x" + hash(4).repeat(8)
			+ "','difficulty':'0x0','number':'0x" + NUMBER + "','gasLimit':'0x2aea540','gasUsed':'0x1b2f3a4',"
			+ "'timestamp':'0x" + TIME + "','extraData':'0x546974616e2028746974616e6275696c6465722e78797a29',"
			+ root("mixHash", 5) + "'nonce':'0x0000000000000000','baseFeePerGas':'0x1dcd6500',"
			+ root("withdrawalsRoot", 6) + "'blobGasUsed':'0xc0000','excessBlobGas':'0x4b80000',"
			+ root("parentBeaconBlockRoot", 7)
			+ "'requestsHash':'0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'," + "'hash':'0x"
			+ HASH + "'}")
		.replace('\'', '"');

	static final int LENGTH = TEXT.length();

	private static final int NUMBER_AT = TEXT.indexOf(NUMBER);

	private static final int TIME_AT = TEXT.indexOf(TIME);

	private static final int HASH_AT = TEXT.indexOf(HASH);

	private static final int PARENT_AT = TEXT.indexOf(PARENT);

	private HeadText() {
	}

	private static String root(String name, int seed) {
		return "'" + name + "':'0x" + hash(seed) + "',";
	}

	private static String hash(int seed) {
		byte[] digits = new byte[FeedChain.HASH_DIGITS];
		FeedChain.writeHash(0x9e3779b97f4a7c15L * seed, digits, 0);
		return new String(digits, StandardCharsets.US_ASCII);
	}

	static String of(long number) {
		byte[] text = TEXT.getBytes(StandardCharsets.US_ASCII);
		stamp(number, text, 0);
		return new String(text, StandardCharsets.US_ASCII);
	}

	/**
	 * Make the head that stands somewhere the one of a number.
	 */
	static void stamp(long number, byte[] target, int offset) {
		FeedChain.writeHex(number, target, offset + NUMBER_AT, NUMBER_DIGITS);
		FeedChain.writeHex(FeedChain.timestamp(number), target, offset + TIME_AT, TIME_DIGITS);
		FeedChain.writeHash(number, target, offset + HASH_AT);
		FeedChain.writeHash(number - 1, target, offset + PARENT_AT);
	}

}
