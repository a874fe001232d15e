package io.headwater.transport;

/**
 * Makes text of a node fit for a log: cut, and nothing in it but printable ASCII, so that
 * it can neither forge a line nor fill a disk.
 */
public final class NodeText {

	private static final int LONGEST = 200;

	private NodeText() {
	}

	/** Make a text printable, and cut it if it is long, with three dots at its end. */
	public static String printable(String text) {
		StringBuilder result = new StringBuilder();
		text.chars().limit(LONGEST).forEach((c) -> result.append((c >= ' ' && c <= '~') ? (char) c : '?'));
		return (text.length() > LONGEST) ? result.append("...").toString() : result.toString();
	}

}
