package io.headwater.test;

import java.io.IOException;

/**
 * Writes to one client, in the order of asking: what is due, or what a test has asked for
 * in its place. Any thread may ask; {@link #write()} is called by the writer thread
 * alone.
 */
final class ConnectionWriter {

	private static final int MAX_WAITING = 20_000;

	private final OutgoingQueue<Output> outgoing = new OutgoingQueue<>(MAX_WAITING);

	private final NodeConnection connection;

	private final NodeSocket socket;

	private final NodeConditions conditions;

	ConnectionWriter(NodeConnection connection, NodeSocket socket, NodeConditions conditions) {
		this.connection = connection;
		this.socket = socket;
		this.conditions = conditions;
	}

	/**
	 * Have something written.
	 * @return false if too much waits already
	 */
	boolean add(Output output) {
		return this.outgoing.add(output);
	}

	void addLast(Output output) {
		this.outgoing.addLast(output);
	}

	void end() {
		this.outgoing.end();
	}

	/**
	 * Write what is asked for until the last piece is written, or a fault has ended the
	 * connection.
	 */
	void write() throws IOException, InterruptedException {
		Output next = this.outgoing.take();
		while (next != null && this.socket.canWrite()) {
			this.conditions.gate().pass();
			write(next);
			next = this.outgoing.take();
		}
	}

	private void write(Output output) throws IOException, InterruptedException {
		Fault fault = (output.played() != null) ? output.played() : this.conditions.faults().take(output.moment());
		if (fault != null) {
			fault.play(new Wire(this.connection, this.socket, output));
		}
		else {
			this.socket.out().write(output.bytes());
		}
	}

}
