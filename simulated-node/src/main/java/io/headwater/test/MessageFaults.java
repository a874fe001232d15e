package io.headwater.test;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Faults in JSON-RPC messages. Those that change what is due are for
 * {@link Moment#REPLY}, {@link Moment#replyTo} and {@link Moment#HEAD}; the others are
 * for any moment from {@link Moment#OPEN} on.
 */
public final class MessageFaults {

	private static final Pattern ID = Pattern.compile("\"id\":([^,}]*)");

	private static final Pattern SUBSCRIPTION = Pattern.compile("\"(result|subscription)\":\"0x([0-9a-f]{32})\"");

	private MessageFaults() {
	}

	/**
	 * Announce something to each subscription of the client.
	 * @param result what is announced, any JSON or none
	 * @return the fault
	 */
	public static Fault announcement(String result) {
		return (wire) -> {
			for (String id : wire.subscriptions()) {
				wire.send(Subscription.notification(id, result));
			}
		};
	}

	/**
	 * Announce something to a subscription that nobody has.
	 * @param id the subscription's id
	 * @param result what is announced, any JSON or none
	 * @return the fault
	 */
	public static Fault strayAnnouncement(String id, String result) {
		return Faults.text(Subscription.notification(id, result));
	}

	/**
	 * Announce made-up children of a block, which no node serves.
	 * @param parent the block
	 * @param count how many
	 * @return the fault
	 */
	public static Fault forgedHeads(SimulatedBlock parent, int count) {
		return (wire) -> {
			for (int i = 0; i < count; i++) {
				long number = parent.number() + 1;
				String hash = BlockHash.of(parent.hash(), number, "forged " + i);
				SimulatedBlock head = new SimulatedBlock(number, hash, parent.hash(),
						parent.timestamp().plusSeconds(1));
				announcement(head.toJson()).play(wire);
			}
		};
	}

	/**
	 * Reply to a call that nobody made.
	 * @param id the id, as JSON
	 * @return the fault
	 */
	public static Fault strayReply(String id) {
		return Faults.text("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"0x1\"}");
	}

	/**
	 * Send an error that does not say to which call.
	 * @return the fault
	 */
	public static Fault errorWithoutId() {
		return Faults.text("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"parse error\"}}");
	}

	/**
	 * Send an error for a call, made or not.
	 * @param id the call's id, as JSON
	 * @return the fault
	 */
	public static Fault strayError(String id) {
		return Faults.text(
				"{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32600,\"message\":\"invalid request\"}}");
	}

	/**
	 * Reply with an error in place of a result.
	 * @param code the error's code
	 * @param message the error's text
	 * @return the fault
	 */
	public static Fault asError(int code, String message) {
		String error = "\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}";
		return Faults.rewritten((text) -> text.replaceFirst("\"result\":.*", Matcher.quoteReplacement(error)));
	}

	/**
	 * Reply under another id.
	 * @param id the id, as JSON
	 * @return the fault
	 */
	public static Fault withId(String id) {
		return Faults.rewritten((text) -> ID.matcher(text).replaceFirst("\"id\":" + Matcher.quoteReplacement(id)));
	}

	/**
	 * Reply under the right id, but as a string.
	 * @return the fault
	 */
	public static Fault withQuotedId() {
		return Faults.rewritten((text) -> ID.matcher(text).replaceFirst("\"id\":\"$1\""));
	}

	/**
	 * Reply under the right id, but as a number with a fraction of zero.
	 * @return the fault
	 */
	public static Fault withDecimalId() {
		return Faults.rewritten((text) -> ID.matcher(text).replaceFirst("\"id\":$1.0"));
	}

	/**
	 * Send what is due with the id of a subscription as a number: in the reply to
	 * {@code eth_subscribe} and in notifications.
	 * @return the fault
	 */
	public static Fault withNumberForSubscription() {
		return Faults.rewritten((text) -> SUBSCRIPTION.matcher(text)
			.replaceAll((id) -> "\"" + id.group(1) + "\":" + new BigInteger(id.group(2), 16)));
	}

	/**
	 * Send what is due with zeros before the digits of a quantity, wherever it is.
	 * @param name the name of the field, such as {@code number}
	 * @return the fault
	 */
	public static Fault withLeadingZeros(String name) {
		return Faults.rewritten((text) -> text.replace("\"" + name + "\":\"0x", "\"" + name + "\":\"0x00"));
	}

	/**
	 * Send what is due as a batch of one.
	 * @return the fault
	 */
	public static Fault asBatch() {
		return around("[", "]");
	}

	/**
	 * Send what is due after a byte order mark.
	 * @return the fault
	 */
	public static Fault withByteOrderMark() {
		return around("\ufeff", "");
	}

	/**
	 * Send what is due with something before and after it in the same message.
	 * @param before what comes before
	 * @param after what comes after, such as a second value
	 * @return the fault
	 */
	public static Fault around(String before, String after) {
		return Faults.rewritten((text) -> before + text + after);
	}

	/**
	 * Send what is due with one more member at its end, which may be there already.
	 * @param member the name and the value, as JSON
	 * @return the fault
	 */
	public static Fault withMember(String member) {
		return Faults.rewritten((text) -> text.replaceFirst("}$", Matcher.quoteReplacement("," + member + "}")));
	}

	/**
	 * Send what is due with another value for a text field, wherever it is.
	 * @param name the name of the field, such as {@code number}
	 * @param value the value, as JSON
	 * @return the fault
	 */
	public static Fault withField(String name, String value) {
		return replaced(name, "\"" + name + "\":" + value);
	}

	/**
	 * Send what is due without a text field, wherever it is.
	 * @param name the name of the field, such as {@code size}
	 * @return the fault
	 */
	public static Fault withoutField(String name) {
		return replaced(name, "\"without\":null");
	}

	private static Fault replaced(String name, String member) {
		Pattern field = Pattern.compile("\"" + Pattern.quote(name) + "\":\"[^\"]*\"");
		return Faults.rewritten((text) -> field.matcher(text).replaceAll(Matcher.quoteReplacement(member)));
	}

	/**
	 * Announce arrays in arrays.
	 * @param depth how deep
	 * @return the fault
	 */
	public static Fault deepAnnouncement(int depth) {
		return announcement("[".repeat(depth) + "]".repeat(depth));
	}

	/**
	 * Return texts that mean no quantity of at most 64 bits, for {@link #withField}.
	 * @return values of all kinds, as JSON, most of them strings
	 */
	public static List<String> wrongQuantities() {
		return List.of("\"\"", "\"0x\"", "\"0X1\"", "\"0x" + "0".repeat(64) + "1\"", "\"1\"", "\"x1\"", "\"-0x1\"",
				"\"0x-1\"", "\"+0x1\"", "\"0x+1\"", "\"0x1 \"", "\" 0x1\"", "\"0x1g\"", "\"0x\u0663\"", "\"0x\uff11\"",
				"\"0x10000000000000000\"", "\"0xffffffffffffffff\"", "\"0x8000000000000000\"",
				"\"0x" + "f".repeat(5_000_000) + "\"", "1", "1.5", "1e400", "-1", "true", "null", "{}", "[\"0x1\"]");
	}

}
