package io.headwater.jsonrpc;

import java.time.Duration;
import java.util.regex.Pattern;

import io.headwater.transport.NodeText;
import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one object of JSON-RPC 2.0. Members come in any order (some nodes send the result
 * before the id, or before the subscription): a value whose owner is not known yet is
 * passed over and read when it is.
 */
final class Envelope {

	private static final long NO_ID = -1;

	private static final int LONGEST_ID = 18;

	private static final Pattern DIGITS = Pattern.compile("[0-9]+");

	private final MessageReader reader;

	private final Payload message;

	private final Lookup lookup;

	private boolean hasId;

	private long id = NO_ID;

	private @Nullable String method;

	private @Nullable String subscriptionId;

	private @Nullable Payload passedOver;

	private @Nullable Value value;

	private @Nullable ResultReader<?> valueReader;

	private @Nullable JsonRpcException error;

	/** The parameters came in an array, in which they have no names. */
	private boolean wrapped;

	Envelope(MessageReader reader, Payload message, Lookup lookup) {
		this.reader = reader;
		this.message = message;
		this.lookup = lookup;
	}

	Incoming read(JsonParser parser) {
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			JsonToken token = parser.nextToken();
			switch (name) {
				case "id" -> readId(parser, token);
				case "method" -> readMethod(parser, token);
				case "result" -> readValue(parser, (this.id != NO_ID) ? this.lookup.call(this.id) : null);
				case "error" -> readError(parser, token);
				case "params" -> readParams(parser, token);
				default -> parser.skipChildren();
			}
		}
		return (this.method != null) ? notification(this.method) : reply();
	}

	private void readId(JsonParser parser, JsonToken token) {
		this.hasId = true;
		this.id = switch (token) {
			case VALUE_NUMBER_INT ->
				(parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) ? parser.getLongValue() : NO_ID;
			case VALUE_NUMBER_FLOAT -> whole(Double.parseDouble(parser.getString()));
			case VALUE_STRING -> (parser.getStringLength() <= LONGEST_ID) ? number(parser.getString()) : NO_ID;
			default -> NO_ID;
		};
		parser.skipChildren();
	}

	/** A relay may have read our id as a double; each one below 2^53 is exact. */
	private static long whole(double value) {
		return (value >= 0 && value < 1L << 53 && value == Math.rint(value)) ? (long) value : NO_ID;
	}

	private static long number(String text) {
		return DIGITS.matcher(text).matches() ? Long.parseLong(text) : NO_ID;
	}

	private void readMethod(JsonParser parser, JsonToken token) {
		this.method = text(parser, token == JsonToken.VALUE_STRING);
	}

	private void readError(JsonParser parser, JsonToken token) {
		this.error = (token != JsonToken.VALUE_NULL) ? NodeError.read(parser) : null;
	}

	private void readParams(JsonParser parser, JsonToken token) {
		if (token == JsonToken.START_ARRAY) {
			this.wrapped = true;
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				readNamed(parser);
			}
			return;
		}
		readNamed(parser);
	}

	private void readNamed(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			JsonToken member = parser.nextToken();
			if ("subscription".equals(name)) {
				this.subscriptionId = text(parser, member == JsonToken.VALUE_STRING || member.isNumeric());
			}
			else if ("result".equals(name)) {
				Subscription<?> subscription = (this.subscriptionId != null)
						? this.lookup.subscription(this.subscriptionId) : null;
				readValue(parser, (subscription != null) ? subscription.reader() : null);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void readValue(JsonParser parser, @Nullable ResultReader<?> reader) {
		if (reader != null) {
			this.value = Value.read(parser, reader);
			this.valueReader = reader;
			return;
		}
		int from = (int) parser.currentTokenLocation().getByteOffset();
		parser.skipChildren();
		parser.finishToken();
		this.passedOver = this.message.slice(from, (int) parser.currentLocation().getByteOffset());
	}

	private static @Nullable String text(JsonParser parser, boolean isText) {
		if (isText) {
			return parser.getString();
		}
		parser.skipChildren();
		return null;
	}

	private Incoming reply() {
		if (!this.hasId || (this.value == null && this.passedOver == null && this.error == null)) {
			return new Incoming.Rejected(FrameRejection.NOT_JSON_RPC);
		}
		ResultReader<?> reader = this.lookup.call(this.id);
		if (reader == null) {
			return new Incoming.Rejected(FrameRejection.UNKNOWN_ID);
		}
		if (this.error != null) {
			return new Incoming.Reply(this.id, null, this.error);
		}
		if (isAnothers(reader)) {
			return new Incoming.Rejected(FrameRejection.NOT_JSON_RPC);
		}
		Value value = value(reader);
		if (value.fault() != null) {
			String message = value.fault().fault();
			return new Incoming.Reply(this.id, null, new JsonRpcException(CallOutcome.MALFORMED, message));
		}
		return new Incoming.Reply(this.id, value.content(), null);
	}

	private Incoming notification(String method) {
		if (this.hasId || !method.endsWith("_subscription")) {
			return new Incoming.Rejected(FrameRejection.UNKNOWN_METHOD);
		}
		boolean isEmpty = this.value == null && this.passedOver == null;
		Subscription<?> subscription = (this.subscriptionId != null) ? this.lookup.subscription(this.subscriptionId)
				: null;
		if (subscription != null && (isEmpty || this.wrapped)) {
			return new Incoming.Unreadable(subscription,
					isEmpty ? "the notification has no result" : "the notification's params are an array");
		}
		if (this.subscriptionId == null || isEmpty || this.wrapped) {
			return new Incoming.Rejected(FrameRejection.MALFORMED_NOTIFICATION);
		}
		if (subscription == null && this.passedOver != null) {
			return new Incoming.Unbound(this.subscriptionId, this.passedOver);
		}
		if (subscription == null) {
			return new Incoming.Rejected(FrameRejection.UNKNOWN_SUBSCRIPTION);
		}
		if (isAnothers(subscription.reader())) {
			return new Incoming.Rejected(FrameRejection.MALFORMED_NOTIFICATION);
		}
		return announcement(subscription, value(subscription.reader()));
	}

	/** Whatever comes on a subscription of ours says that there is something. */
	static Incoming announcement(Subscription<?> subscription, Value value) {
		if (value.content() != null) {
			return new Incoming.Notification(subscription, value.content());
		}
		return new Incoming.Unreadable(subscription,
				(value.fault() != null) ? value.fault().fault() : "the result is null");
	}

	/** A message of two owners must not hand the value of one to the other. */
	private boolean isAnothers(ResultReader<?> reader) {
		return this.value != null && this.valueReader != reader;
	}

	private Value value(ResultReader<?> reader) {
		if (this.value != null) {
			return this.value;
		}
		Payload text = this.passedOver;
		return (text != null) ? this.reader.read(text, reader) : new Value(null, null);
	}

	/** Reads the {@code error} of a reply. */
	private static final class NodeError {

		/** Infura's name for it, at whatever depth of the data. */
		private static final String BACK_OFF = "backoff_seconds";

		private static final long LONGEST_BACK_OFF_MILLIS = Duration.ofMinutes(5).toMillis();

		private NodeError() {
		}

		static JsonRpcException read(JsonParser parser) {
			int code = 0;
			String message = "";
			Duration retryAfter = null;
			if (parser.currentToken() != JsonToken.START_OBJECT) {
				parser.skipChildren();
			}
			else {
				for (String name = parser.nextName(); name != null; name = parser.nextName()) {
					JsonToken token = parser.nextToken();
					if ("code".equals(name) && token == JsonToken.VALUE_NUMBER_INT
							&& parser.getNumberType() == JsonParser.NumberType.INT) {
						code = parser.getIntValue();
					}
					else if ("message".equals(name) && token == JsonToken.VALUE_STRING) {
						message = NodeText.printable(parser.getString());
					}
					else if ("data".equals(name) && token.isStructStart()) {
						retryAfter = readBackOff(parser);
					}
					else {
						parser.skipChildren();
					}
				}
			}
			return new JsonRpcException(CallOutcome.ERROR, code, "the node answered error " + code + ": " + message,
					retryAfter);
		}

		private static @Nullable Duration readBackOff(JsonParser parser) {
			Duration backOff = null;
			int outside = parser.streamReadContext().getNestingDepth() - 1;
			while (parser.streamReadContext().getNestingDepth() > outside) {
				JsonToken token = parser.nextToken();
				if (token.isNumeric() && BACK_OFF.equals(parser.currentName())) {
					backOff = bounded(parser.getString());
				}
			}
			return backOff;
		}

		/** A double takes any number of JSON, in a time that its length bounds. */
		private static Duration bounded(String seconds) {
			double millis = Double.parseDouble(seconds) * 1000;
			return Duration.ofMillis(Math.max(0, Math.min((long) millis, LONGEST_BACK_OFF_MILLIS)));
		}

	}

}
