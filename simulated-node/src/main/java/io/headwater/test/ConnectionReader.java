package io.headwater.test;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.headwater.test.NodeConnection.State;

/**
 * Takes what one client sends: does the server's part of the handshakes, answers control
 * frames and hands on messages. Used by the connection's reader thread only.
 */
final class ConnectionReader {

	private static final int MAX_MESSAGE = 16 * 1024 * 1024;

	private final NodeConnection connection;

	private final NodeSocket socket;

	private final NodeConditions conditions;

	private final ConnectionListener listener;

	ConnectionReader(NodeConnection connection, NodeSocket socket, NodeConditions conditions,
			ConnectionListener listener) {
		this.connection = connection;
		this.socket = socket;
		this.conditions = conditions;
		this.listener = listener;
	}

	/**
	 * Do what comes before HTTP.
	 * @return whether the connection is still good
	 */
	boolean connect() throws IOException, InterruptedException {
		Fault fault = this.conditions.faults().take(Moment.CONNECT);
		if (fault != null) {
			fault.play(new Wire(this.connection, this.socket, Output.nothing(Moment.CONNECT)));
		}
		if (!this.socket.canWrite()) {
			return false;
		}
		this.socket.secure(this.conditions.tls());
		return true;
	}

	/**
	 * Do all from the opening request to the close frame.
	 * @return whether a close frame is on its way to the client
	 */
	boolean converse() throws IOException, InterruptedException {
		InputStream in = new BufferedInputStream(this.socket.in());
		ReceivedHandshake request = WebSocketHandshake.read(in, this.connection.index());
		this.conditions.gate().pass();
		this.listener.handshakeReceived(request);
		if (!WebSocketHandshake.isAcceptable(request)) {
			this.socket.out().write(WebSocketHandshake.refuse());
			return false;
		}
		this.connection.open(WebSocketHandshake.accept(request));
		receive(in);
		return true;
	}

	private void receive(InputStream in) throws IOException, InterruptedException {
		try {
			FrameReader frames = new FrameReader(in, MAX_MESSAGE);
			MessageAssembler message = new MessageAssembler(MAX_MESSAGE);
			Frame frame = frames.read();
			while (frame.opcode() != Frame.CLOSE) {
				this.conditions.gate().pass();
				handle(frame, message);
				frame = frames.read();
			}
			this.conditions.gate().pass();
			this.connection.close(Output.control(Moment.CLOSE, frame.closeEcho()));
			this.connection.clientHasClosed();
		}
		catch (WebSocketException ex) {
			this.connection
				.close(Output.control(Moment.OTHER, Frame.close(ex.closeCode(), String.valueOf(ex.getMessage()))));
		}
	}

	private void handle(Frame frame, MessageAssembler message) throws WebSocketException {
		if (frame.opcode() == Frame.PING) {
			this.connection.send(Output.control(Moment.PONG, Frame.pong(frame.payload())));
		}
		else if (!frame.isControl()) {
			String text = message.add(frame);
			if (text != null && this.connection.state() == State.OPEN) {
				this.listener.messageReceived(this.connection, text);
			}
		}
	}

}
