package io.headwater.endurance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A random secret, and the forms in which it may come to light, each half of it included.
 * Each copy for another place tells by its name where it leaked from.
 */
final class Canary {

	private final String secret = "C4n4ry" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

	private final List<String> forms = new ArrayList<>();

	Canary() {
		this.forms.add(this.secret);
		this.forms.add(this.secret.substring(0, this.secret.length() / 2));
		this.forms.add(this.secret.substring(this.secret.length() / 2));
		this.forms.add(HexFormat.of().formatHex(this.secret.getBytes(StandardCharsets.US_ASCII)));
		// What stands before it decides how its own bytes are cut into Base64's groups.
		for (int before = 0; before < 3; before++) {
			String encoded = Base64.getEncoder()
				.encodeToString(("x".repeat(before) + this.secret).getBytes(StandardCharsets.US_ASCII));
			this.forms.add(encoded.substring(4, encoded.length() - 4));
		}
	}

	/** An address whose path, query and user information are secret. */
	String address(String scheme, int port) {
		return scheme + "://" + in("User") + ":" + in("Password") + "@127.0.0.1:" + port + pathAndQuery();
	}

	String pathAndQuery() {
		return "/v3/" + in("Path") + "?key=" + in("Query");
	}

	String header() {
		return in("Header");
	}

	private String in(String place) {
		return place + this.secret;
	}

	/**
	 * Tell whether a text shows the secret in any form.
	 * @param text the text
	 */
	boolean isIn(String text) {
		return this.forms.stream().anyMatch(text::contains);
	}

	/** Cut a long text to what surrounds the secret. */
	String around(String text) {
		int at = this.forms.stream().mapToInt(text::indexOf).filter((index) -> index >= 0).min().orElse(0);
		return text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 200));
	}

}
