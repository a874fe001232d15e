package io.headwater.websocket;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a header of the handshake may be. Clients write names and values as they are, so
 * that a line break in one would be a header, or a request, of somebody else's making.
 */
public final class HeaderSyntax {

	/** A token, as RFC 9110 (section 5.6.2) has it. */
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

	/** RFC 9110, section 5.5, without what is not ASCII. */
	private static final Pattern VALUE = Pattern.compile("[\t\\x20-\\x7E]*");

	private static final Set<String> OF_THE_HANDSHAKE = Set.of("host", "upgrade", "connection", "content-length",
			"transfer-encoding");

	private static final String OF_THE_WEBSOCKET = "sec-websocket-";

	private HeaderSyntax() {
	}

	/**
	 * Check a header.
	 * @return what is wrong with it, as the end of a sentence that begins with the
	 * header, without its name and value, or {@code null} if it may be sent
	 */
	public static @Nullable String fault(String name, String value) {
		String lowerCase = name.toLowerCase(Locale.ROOT);
		if (!NAME.matcher(name).matches()) {
			return "has a name that no HTTP header can have";
		}
		if (OF_THE_HANDSHAKE.contains(lowerCase) || lowerCase.startsWith(OF_THE_WEBSOCKET)) {
			return "is one that the handshake itself sets";
		}
		return VALUE.matcher(value).matches() ? null : "has a value with characters other than printable ASCII";
	}

}
