package io.headwater.node;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.headwater.transport.NodeEndpoint;

/**
 * Hides in the text of a node what only we and it may know: providers repeat keys, users
 * and passwords in their error messages, whole or in part, and in either case.
 */
final class NodeSecrets {

	/** Shorter parts, such as a path "v3", are words that any text may contain. */
	private static final int SHORTEST = 6;

	/** Users and passwords are hidden as words from this length on. */
	private static final int SHORTEST_CREDENTIAL = 3;

	/** As much of a secret is a part of it, and no word. */
	private static final int PART = 8;

	private static final String HIDDEN = "******";

	/** Follows what was left of a long text, which may have been cut amid a secret. */
	private static final String CUT = "...";

	private static final Pattern BASIC = Pattern.compile("basic\\s+(\\S+)", Pattern.CASE_INSENSITIVE);

	private final List<String> fixed;

	private final Supplier<Map<String, String>> freshHeaders;

	NodeSecrets(NodeEndpoint endpoint, Supplier<Map<String, String>> freshHeaders) {
		URI uri = endpoint.uri();
		Stream<String> address = Stream.of(uri.getRawPath(), uri.getPath(), uri.getRawQuery(), uri.getQuery())
			.filter(Objects::nonNull)
			.flatMap((part) -> Arrays.stream(part.split("[/&=;:]")))
			.filter((part) -> part.length() >= SHORTEST);
		Stream<String> user = Stream.ofNullable(uri.getUserInfo()).flatMap(NodeSecrets::credentials);
		this.fixed = Stream.of(address, user, secrets(endpoint.headers())).flatMap((all) -> all).toList();
		this.freshHeaders = freshHeaders;
	}

	private static Stream<String> secrets(Map<String, String> headers) {
		return headers.values()
			.stream()
			.flatMap((value) -> Stream
				.concat(Arrays.stream(value.split("\\s")).filter((part) -> part.length() >= SHORTEST), decoded(value)));
	}

	/** A node that reads the credentials of RFC 7617 repeats them as what they mean. */
	private static Stream<String> decoded(String header) {
		Matcher basic = BASIC.matcher(header);
		if (!basic.matches()) {
			return Stream.empty();
		}
		try {
			byte[] pair = Base64.getDecoder().decode(basic.group(1));
			return Stream.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)
				.flatMap((charset) -> credentials(new String(pair, charset)));
		}
		catch (IllegalArgumentException ex) {
			// It is no Base64, so nobody can decode it.
			return Stream.empty();
		}
	}

	private static Stream<String> credentials(String pair) {
		return Stream.concat(Stream.of(pair), Arrays.stream(pair.split(":", 2)))
			.filter((part) -> part.length() >= SHORTEST_CREDENTIAL);
	}

	String hide(String text) {
		String plain = plain(text);
		BitSet hidden = new BitSet(text.length());
		Stream.concat(this.fixed.stream(), secrets(this.freshHeaders.get()))
			.map(NodeSecrets::plain)
			.distinct()
			.forEach((secret) -> find(secret, plain, hidden));
		StringBuilder shown = new StringBuilder();
		for (int at = 0; at < text.length(); at++) {
			if (!hidden.get(at)) {
				shown.append(text.charAt(at));
			}
			else if (at == 0 || !hidden.get(at - 1)) {
				shown.append(HIDDEN);
			}
		}
		return shown.toString();
	}

	/** As a log shows it, in lower case, with each character where it was. */
	private static String plain(String text) {
		StringBuilder plain = new StringBuilder();
		text.chars().forEach((c) -> plain.append((c >= ' ' && c <= '~') ? (char) Character.toLowerCase(c) : '?'));
		return plain.toString();
	}

	private static void find(String secret, String text, BitSet hidden) {
		int length = Math.min(secret.length(), PART);
		for (int from = 0; from + length <= text.length(); from++) {
			boolean found = secret.contains(text.substring(from, from + length));
			if (found && (length >= SHORTEST || isWord(text, from, from + length))) {
				hidden.set(from, from + length);
			}
		}
		int cut = text.lastIndexOf(CUT);
		for (int count = SHORTEST; count < secret.length() && count <= cut; count++) {
			if (text.startsWith(secret.substring(0, count), cut - count)) {
				hidden.set(cut - count, cut);
			}
		}
	}

	private static boolean isWord(String text, int from, int to) {
		return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
				&& (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
	}

}
