package io.headwater.jsonrpc;

/**
 * A subscription as its owner knows it: made once, and bound anew to the id that the node
 * gives it on each connection.
 *
 * @param <T> what is announced
 */
public final class Subscription<T> {

	private final long id;

	private final Object[] params;

	private final ResultReader<T> reader;

	private final Handler<T> handler;

	Subscription(long id, Object[] params, ResultReader<T> reader, Handler<T> handler) {
		this.id = id;
		this.params = params;
		this.reader = reader;
		this.handler = handler;
	}

	/**
	 * Return the subscription's own number, which stays while the node's ids change.
	 * @return the number, counted from 1
	 */
	public long id() {
		return this.id;
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
	 * Takes what is announced.
	 *
	 * @param <T> what is announced
	 */
	@FunctionalInterface
	public interface Handler<T> {

		/**
		 * Take a value. Called on the connection's reader thread; must not wait.
		 * @param value what was announced
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
