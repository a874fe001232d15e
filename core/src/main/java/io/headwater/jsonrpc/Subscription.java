package io.headwater.jsonrpc;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A subscription as its owner knows it: made once for a connection, and bound to the id
 * that the node gives it each time that it is subscribed to.
 */
public final class Subscription<T> {

	private final Object[] params;

	private final ResultReader<T> reader;

	private final Handler<T> handler;

	Subscription(Object[] params, ResultReader<T> reader, Handler<T> handler) {
		this.params = params;
		this.reader = reader;
		this.handler = handler;
	}

	Object[] params() {
		return this.params;
	}

	ResultReader<T> reader() {
		return this.reader;
	}

	void unreadable(String fault, long receivedNanos) {
		this.handler.unreadable(fault, receivedNanos);
	}

	@SuppressWarnings("unchecked")
	void announce(Object value, long receivedNanos) {
		this.handler.announced((T) value, receivedNanos);
	}

	/**
	 * The node's own id of a subscription: a text, or with some nodes a number. It is
	 * known by its text, and written as it came.
	 */
	record NodeId(String text, boolean isNumber) {

		private static final int LONGEST = 256;

		static NodeId read(JsonParser parser) throws MalformedResultException {
			boolean isNumber = parser.currentToken().isNumeric();
			if ((!isNumber && parser.currentToken() != JsonToken.VALUE_STRING) || isTooLong(parser.getStringLength())) {
				throw new MalformedResultException("the id of a subscription is neither a number nor a text of at most "
						+ LONGEST + " characters");
			}
			return new NodeId(parser.getString(), isNumber);
		}

		static boolean isTooLong(int length) {
			return length > LONGEST;
		}

		void write(JsonGenerator generator) {
			if (this.isNumber) {
				generator.writeNumber(this.text);
			}
			else {
				generator.writeString(this.text);
			}
		}

	}

	/** Takes what is announced. */
	@FunctionalInterface
	public interface Handler<T> {

		/**
		 * Take a value. Called on the connection's reader thread; must not wait.
		 * @param receivedNanos when its frame came, on the transport's clock
		 */
		void announced(T value, long receivedNanos);

		/**
		 * Take note that something was announced which could not be read: there is
		 * something, whatever it is. Called as {@link #announced} is.
		 * @param fault what was wrong with it, in our words
		 * @param receivedNanos when its frame came, on the transport's clock
		 */
		default void unreadable(String fault, long receivedNanos) {
		}

	}

}
