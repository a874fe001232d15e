package io.headwater.test;

import org.jspecify.annotations.Nullable;

/**
 * An occasion at which a {@link ChaosNode} writes something to a client, and a test can
 * have it write something else.
 */
public final class Moment {

	/**
	 * A client has connected by TCP. Nothing is due. What is played here holds up the TLS
	 * handshake and all that follows, and is never encrypted.
	 */
	public static final Moment CONNECT = new Moment("connect");

	/**
	 * The client has asked for the upgrade to WebSocket. Due is the head of the response.
	 */
	public static final Moment HANDSHAKE = new Moment("handshake");

	/**
	 * The response to the upgrade was sent. Nothing is due.
	 */
	public static final Moment OPEN = new Moment("open");

	/**
	 * The client has called any method. Due is the reply.
	 */
	public static final Moment REPLY = new Moment("reply");

	/**
	 * A subscription of the client has a new head. Due is the notification.
	 */
	public static final Moment HEAD = new Moment("head");

	/**
	 * The client has sent a ping. Due is the pong.
	 */
	public static final Moment PONG = new Moment("pong");

	/**
	 * The client has sent a close frame. Due is the one that answers it; the connection
	 * ends after that.
	 */
	public static final Moment CLOSE = new Moment("close");

	/**
	 * Anything else, in whose place nothing is ever played.
	 */
	static final Moment OTHER = new Moment("other");

	private static final String REPLY_TO = "reply to ";

	private final String name;

	private Moment(String name) {
		this.name = name;
	}

	/**
	 * Return the moment at which the reply to one method is due. What is scripted for it
	 * comes before what is scripted for {@link #REPLY}.
	 * @param method the name of the method, such as {@code eth_subscribe}
	 * @return the moment
	 */
	public static Moment replyTo(String method) {
		return new Moment(REPLY_TO + method);
	}

	boolean isReplyToOneMethod() {
		return this.name.startsWith(REPLY_TO);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Moment moment && this.name.equals(moment.name);
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
