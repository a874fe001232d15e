package io.headwater.stream;

import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.headwater.transport.NodeEndpoint;

/**
 * Hides in the text of a node what only we and it may know: providers repeat keys in
 * their error messages.
 */
final class NodeSecrets {

	/** Shorter parts, such as a path "v3", are words that any text may contain. */
	private static final int SHORTEST = 6;

	private final List<String> secrets;

	NodeSecrets(NodeEndpoint endpoint) {
		URI uri = endpoint.uri();
		this.secrets = Stream
			.concat(Stream.of(uri.getRawPath(), uri.getPath(), uri.getRawQuery(), uri.getQuery(), uri.getUserInfo())
				.filter(Objects::nonNull)
				.flatMap((part) -> Arrays.stream(part.split("[/&=;:]"))),
					endpoint.headers().values().stream().flatMap((value) -> Arrays.stream(value.split("\\s"))))
			.filter((secret) -> secret.length() >= SHORTEST)
			.distinct()
			.sorted(Comparator.comparingInt(String::length).reversed())
			.toList();
	}

	String hide(String text) {
		String result = text;
		for (String secret : this.secrets) {
			result = result.replace(secret, "******");
		}
		return result;
	}

}
