package io.headwater.endurance;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Messages of nearly four mebibytes, the longest that are read by default, and heads that
 * nobody mined.
 */
final class HostileMessages {

	/**
	 * Within the window of the application under attack, which follows such a branch to
	 * its end: what is honest afterwards is a reorg then.
	 */
	static final int LONGEST_BRANCH = 2_000;

	private static final int LENGTH = 4 * 1024 * 1024 - 1024;

	private static final Pattern RESULT = Pattern.compile("\"result\":.*}$");

	private static final Pattern SUBSCRIPTION = Pattern.compile("\"result\":\"(0x[0-9a-f]{32})\"");

	private static final String NOBODYS_HASH = "0x" + "f".repeat(32);

	private static final String NO_TRANSACTIONS = "\"transactions\":[]";

	private static final int HASHES = 40_000;

	private HostileMessages() {
	}

	/** Put another result into a reply. */
	static String withResult(String reply, String result) {
		return RESULT.matcher(reply).replaceFirst(Matcher.quoteReplacement("\"result\":" + result + "}"));
	}

	/** Put a member into a reply that goes on for megabytes, before all others. */
	static String withMember(String reply, String value) {
		return "{\"extra\":" + value + "," + reply.substring(1);
	}

	/** Find the id of a subscription; no other result of the honest node looks so. */
	static @Nullable String subscriptionId(String reply) {
		Matcher id = SUBSCRIPTION.matcher(reply);
		return id.find() ? id.group(1) : null;
	}

	static String notification(String subscriptionId, String result) {
		return "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"" + subscriptionId
				+ "\",\"result\":" + result + "}}";
	}

	/** A block may have so many transactions, and a node may tell all their hashes. */
	static String withManyTransactions(String reply) {
		return reply.replace(NO_TRANSACTIONS, "\"transactions\":["
				+ ("\"0x" + "ab".repeat(32) + "\",").repeat(HASHES - 1) + "\"0x" + "ab".repeat(32) + "\"]");
	}

	/** Neither this nor the next one ends what it begins. */
	static String deepArrays() {
		return "[".repeat(LENGTH);
	}

	static String deepObjects() {
		return "{\"a\":".repeat(LENGTH / 5);
	}

	static String longNumber() {
		return "9".repeat(LENGTH);
	}

	static String longQuantity() {
		return "\"0x" + "f".repeat(LENGTH) + "\"";
	}

	static String hugeString() {
		return "\"" + "\\u00e9".repeat(LENGTH / 6) + "\"";
	}

	static String hugeName() {
		return "{\"" + "n".repeat(LENGTH) + "\":1}";
	}

	static String manyMembers() {
		StringBuilder members = new StringBuilder("{");
		for (int i = 0; members.length() < LENGTH - 20; i++) {
			members.append('"').append(Integer.toString(i, Character.MAX_RADIX)).append("\":1,");
		}
		return members.append("\"end\":1}").toString();
	}

	/** A batch of replies to calls that nobody made. */
	static String manyUnknownIds() {
		StringBuilder batch = new StringBuilder("[");
		for (long id = 1L << 40; batch.length() < LENGTH - 100; id++) {
			batch.append("{\"jsonrpc\":\"2.0\",\"id\":").append(id).append(",\"result\":null},");
		}
		return batch.append("{}]").toString();
	}

	/** A head with the fields that every head must have. */
	static String head(long number, String hash, String parentHash, String otherFields) {
		return "{\"number\":\"0x" + Long.toHexString(number) + "\",\"hash\":\"" + hash + "\",\"parentHash\":\""
				+ parentHash + "\",\"timestamp\":\"0x1\"" + otherFields + "}";
	}

	/** The hash of a block that is on no chain but that of its branch. */
	static String hash(long branch, long number) {
		HexFormat hex = HexFormat.of();
		return NOBODYS_HASH + hex.toHexDigits(branch) + hex.toHexDigits(number);
	}

	/** Fields as long as a head may carry them. */
	static String longFields() {
		String data = "\"0x" + "00".repeat(16 * 1024) + "\"";
		return ",\"extraData\":" + data + ",\"nonce\":" + data + ",\"other\":\"" + "\u00e9\u4e2d".repeat(4000)
				+ "\",\"another\":\"" + "x".repeat(8000) + "\"";
	}

}
