package io.headwater.jsonrpc;

/**
 * Makes text of a node fit for a log: cut, and nothing in it but printable ASCII, so that
 * it can neither forge a line nor fill a disk.
 */
final class NodeText {

	private static final int LONGEST = 200;

	private NodeText() {
	}

	static String printable(String text) {
		StringBuilder result = new StringBuilder();
		text.chars().limit(LONGEST).forEach((c) -> result.append((c >= ' ' && c <= '~') ? (char) c : '?'));
		return (text.length() > LONGEST) ? result.append("...").toString() : result.toString();
	}

}
