package io.headwater.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads what else an answer says that is no upgrade. A redirect is one, too: following it
 * would take the headers, and the keys in them, to another host.
 */
final class RefusedUpgrade {

	private static final Log logger = LogFactory.getLog(RefusedUpgrade.class);

	private static final int BODY_READ = 512;

	private static final int BODY_SHOWN = 200;

	/** The status is known already, and must not be lost to a body that does not come. */
	private static final Duration BODY_PATIENCE = Duration.ofMillis(500);

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

	private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

	private RefusedUpgrade() {
	}

	static HandshakeRefusedException read(ResponseHead head, Socket socket, Clock clock) {
		return new HandshakeRefusedException(head.status(), retryAfter(head, clock), body(head, socket));
	}

	/** Seconds or a date (RFC 9110, section 10.2.3). */
	private static @Nullable Duration retryAfter(ResponseHead head, Clock clock) {
		String value = head.only("Retry-After");
		if (value == null) {
			return null;
		}
		if (SECONDS.matcher(value).matches()) {
			return Duration.ofSeconds(Long.parseLong(value));
		}
		try {
			Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			Duration delay = Duration.between(clock.instant(), date);
			return !delay.isNegative() ? delay : Duration.ZERO;
		}
		catch (DateTimeParseException ex) {
			logger.debug("A node sent a Retry-After that is neither a number nor a date");
			return null;
		}
	}

	private static String body(ResponseHead head, Socket socket) {
		byte[] body = new byte[BODY_READ];
		int length = 0;
		try {
			socket.setSoTimeout((int) BODY_PATIENCE.toMillis());
			InputStream in = socket.getInputStream();
			int expected = expectedLength(head);
			while (length < expected) {
				int count = in.read(body, length, expected - length);
				if (count < 0) {
					break;
				}
				length += count;
			}
		}
		catch (IOException ex) {
			logger.debug("The body of a refusal ended early: " + ex.getClass().getName());
		}
		return printable(new String(body, 0, length, StandardCharsets.UTF_8));
	}

	private static int expectedLength(ResponseHead head) {
		String length = head.only("Content-Length");
		return (length != null && NUMBER.matcher(length).matches()) ? (int) Math.min(Long.parseLong(length), BODY_READ)
				: BODY_READ;
	}

	/** Cut, and nothing in it that could forge a line of a log. */
	private static String printable(String text) {
		StringBuilder result = new StringBuilder();
		text.chars().limit(BODY_SHOWN).forEach((c) -> result.append((c >= ' ' && c <= '~') ? (char) c : '?'));
		return result.toString();
	}

}
