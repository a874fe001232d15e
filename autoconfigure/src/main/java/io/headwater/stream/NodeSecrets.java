package io.headwater.stream;

import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.headwater.transport.NodeEndpoint;

/**
 * Hides in the text of a node what only we and it may know: providers repeat keys in
 * their error messages.
 */
final class NodeSecrets {

	/** Shorter parts, such as a path "v3", are words that any text may contain. */
	private static final int SHORTEST = 6;

	private static final String HIDDEN = "******";

	/** Follows what was left of a long text, which may have been cut amid a secret. */
	private static final String CUT = "...";

	private final List<String> fixed;

	private final Supplier<Map<String, String>> freshHeaders;

	/**
	 * Create what hides the secrets of a node.
	 * @param endpoint the node
	 * @param freshHeaders the headers that were made for the newest connection
	 */
	NodeSecrets(NodeEndpoint endpoint, Supplier<Map<String, String>> freshHeaders) {
		URI uri = endpoint.uri();
		Stream<String> address = Stream
			.of(uri.getRawPath(), uri.getPath(), uri.getRawQuery(), uri.getQuery(), uri.getUserInfo())
			.filter(Objects::nonNull)
			.flatMap((part) -> Arrays.stream(part.split("[/&=;:]")));
		this.fixed = Stream.concat(address, values(endpoint.headers())).toList();
		this.freshHeaders = freshHeaders;
	}

	private static Stream<String> values(Map<String, String> headers) {
		return headers.values().stream().flatMap((value) -> Arrays.stream(value.split("\\s")));
	}

	/** The longest one first: it may contain others. */
	private List<String> secrets() {
		return Stream.concat(this.fixed.stream(), values(this.freshHeaders.get()))
			.filter((secret) -> secret.length() >= SHORTEST)
			.distinct()
			.sorted(Comparator.comparingInt(String::length).reversed())
			.toList();
	}

	String hide(String text) {
		String result = text;
		for (String secret : secrets()) {
			result = hideBeginning(result.replace(secret, HIDDEN), secret);
		}
		return result;
	}

	private static String hideBeginning(String text, String secret) {
		int cut = text.lastIndexOf(CUT);
		for (int length = Math.min(secret.length() - 1, cut); length >= SHORTEST; length--) {
			if (text.startsWith(secret.substring(0, length), cut - length)) {
				return text.substring(0, cut - length) + HIDDEN + text.substring(cut);
			}
		}
		return text;
	}

}
