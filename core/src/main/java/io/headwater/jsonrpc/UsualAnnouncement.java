package io.headwater.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the announcements of a subscription by their bytes, in the form in which
 * nodes write them: without spaces, the subscription before the result. Whatever has
 * another form is read as JSON.
 */
final class UsualAnnouncement {

	private final Subscription<?> subscription;

	private final byte[] begin;

	UsualAnnouncement(String nodeId, Subscription<?> subscription) {
		this.subscription = subscription;
		this.begin = ("{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":" + nodeId
				+ ",\"result\":")
			.getBytes(StandardCharsets.UTF_8);
	}

	Subscription<?> subscription() {
		return this.subscription;
	}

	/**
	 * Read what a message announces.
	 * @return the value, or {@code null} if the message is another one or has another
	 * form
	 */
	@Nullable Object read(Payload message) {
		byte[] buffer = message.buffer();
		int from = message.offset() + this.begin.length;
		int to = message.offset() + message.length();
		if (to > from && buffer[to - 1] == '\n') {
			// Go's encoder of JSON ends each value so.
			to--;
		}
		boolean isUsual = to - from > 2 && buffer[to - 1] == '}' && buffer[to - 2] == '}'
				&& Arrays.equals(buffer, message.offset(), from, this.begin, 0, this.begin.length);
		return isUsual ? this.subscription.reader().readUsual(buffer, from, to - 2) : null;
	}

}
