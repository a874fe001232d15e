package io.headwater.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides the addresses and headers of nodes from the endpoints that show properties, also
 * where somebody has told them to show every value: under the names of Headwater's
 * properties, and under any other name from which a placeholder takes them.
 */
final class SecretSanitizingFunction implements SanitizingFunction {

	/**
	 * Both {@code headwater.chains.a.nodes[0].url} and
	 * {@code HEADWATER_CHAINS_A_NODES_0_URL}.
	 */
	private static final Pattern SECRET_KEY = Pattern
		.compile("headwater[._](chains[._\\[].+|defaults)[._]nodes.*[._](url|headers.*)");

	/** Shorter values would hide half of the environment. */
	private static final int SHORTEST_SECRET = 8;

	private final Supplier<NodeConnectionDetails> connectionDetails;

	private @Nullable Set<String> secrets;

	SecretSanitizingFunction(Supplier<NodeConnectionDetails> connectionDetails) {
		this.connectionDetails = connectionDetails;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		return (hasSecretKey(data.getKey()) || hasSecretValue(data.getValue())) ? data.withSanitizedValue() : data;
	}

	private static boolean hasSecretKey(String key) {
		return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT).replace("-", "")).find();
	}

	private boolean hasSecretValue(@Nullable Object value) {
		if (!(value instanceof CharSequence)) {
			return false;
		}
		String text = value.toString();
		return text.length() >= SHORTEST_SECRET
				&& secrets().stream().anyMatch((secret) -> text.contains(secret) || secret.contains(text));
	}

	/** Read late: endpoints are created before streams need their nodes. */
	private synchronized Set<String> secrets() {
		if (this.secrets == null) {
			Set<String> secrets = new HashSet<>();
			this.connectionDetails.get().nodes().values().stream().flatMap(List::stream).forEach((node) -> {
				secrets.addAll(node.headers().values());
				addParts(node.url(), secrets);
			});
			secrets.removeIf((secret) -> secret.length() < SHORTEST_SECRET);
			this.secrets = secrets;
		}
		return this.secrets;
	}

	private static void addParts(String url, Set<String> secrets) {
		try {
			URI uri = new URI(url.trim());
			for (String part : new String[] { uri.getRawUserInfo(), uri.getRawPath(), uri.getRawQuery() }) {
				if (part != null) {
					secrets.add(part);
				}
			}
		}
		catch (URISyntaxException ex) {
			secrets.add(url.trim());
		}
	}

}
