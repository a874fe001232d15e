package io.headwater.test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What leads to one client, as a {@link Fault} sees it while it is played. Not to be kept
 * beyond that.
 */
public final class Wire {

	private final NodeConnection connection;

	private final NodeSocket socket;

	private final Output output;

	Wire(NodeConnection connection, NodeSocket socket, Output output) {
		this.connection = connection;
		this.socket = socket;
		this.output = output;
	}

	/**
	 * Return what the node would have written.
	 * @return the bytes, a frame in most cases; empty if nothing is due
	 */
	public byte[] due() {
		return this.output.bytes().clone();
	}

	/**
	 * Return the text in what the node would have written.
	 * @return the text of a message, or the head of the response to a handshake with its
	 * empty line; empty if neither is due
	 */
	public String text() {
		return this.output.text();
	}

	/**
	 * Return the subscriptions of the client, the one also whose reply is due.
	 * @return the ids, in no order
	 */
	public List<String> subscriptions() {
		return this.connection.subscriptions();
	}

	/**
	 * Write some bytes as they are.
	 * @param bytes what to write
	 * @throws IOException if the connection has ended
	 */
	public void write(byte... bytes) throws IOException {
		this.socket.out().write(bytes);
	}

	/**
	 * Write a part of some bytes as they are.
	 * @param bytes what has the part
	 * @param offset where the part begins
	 * @param count how long it is
	 * @throws IOException if the connection has ended
	 */
	public void write(byte[] bytes, int offset, int count) throws IOException {
		this.socket.out().write(bytes, offset, count);
	}

	/**
	 * Write a whole text message in one frame.
	 * @param text the message
	 * @throws IOException if the connection has ended
	 */
	public void send(String text) throws IOException {
		write(FrameEncoder.encode(Frame.text(text)));
	}

	/**
	 * Write nothing for a time.
	 * @param time how long
	 * @throws IOException if the client goes meanwhile
	 * @throws InterruptedException if the connection is given up meanwhile
	 */
	public void pause(Duration time) throws IOException, InterruptedException {
		this.connection.pause(time);
	}

	/**
	 * Write nothing until the client is gone.
	 * @throws IOException if the connection has ended
	 * @throws InterruptedException if the connection is given up meanwhile
	 */
	public void hang() throws IOException, InterruptedException {
		this.connection.awaitGone();
	}

	/**
	 * End the direction to the client (TCP FIN); what the client sends is still taken.
	 * @throws IOException if the connection has ended
	 */
	public void end() throws IOException {
		this.socket.end();
	}

	/**
	 * Break the connection (TCP RST).
	 */
	public void reset() {
		this.connection.abort(true);
	}

	/**
	 * Tell whether anything more can be written.
	 * @return false after {@link #end()} and {@link #reset()}
	 */
	public boolean isOpen() {
		return this.socket.canWrite();
	}

}
