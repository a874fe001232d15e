package io.headwater.test;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client that sends bytes as a test writes them, and reads only when asked.
 */
final class RawClient implements AutoCloseable {

	static final String UPGRADE = """
			GET / HTTP/1.1
			Host: 127.0.0.1
			Upgrade: websocket
			Connection: keep-alive, Upgrade
			Sec-WebSocket-Version: 13
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

			""".replace("\n", "\r\n");

	private static final int TIMEOUT_MILLIS = 10_000;

	private final Socket socket;

	private final DataInputStream in;

	RawClient(SimulatedNode node) throws IOException {
		this.socket = new Socket(InetAddress.getByName("127.0.0.1"), node.port());
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.in = new DataInputStream(this.socket.getInputStream());
	}

	static RawClient open(SimulatedNode node) throws IOException {
		RawClient client = new RawClient(node);
		client.send(UPGRADE.getBytes(StandardCharsets.US_ASCII));
		client.readHead();
		return client;
	}

	void send(byte... bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
	}

	void send(String text) throws IOException {
		send(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Send a short frame, masked with zeros.
	 */
	void sendFrame(int firstByte, byte... payload) throws IOException {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.write(firstByte);
		frame.write(0x80 | payload.length);
		frame.writeBytes(new byte[4]);
		frame.writeBytes(payload);
		send(frame.toByteArray());
	}

	/**
	 * Read a response up to and with the empty line.
	 */
	String readHead() throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) this.in.readUnsignedByte());
		}
		return head.toString();
	}

	/**
	 * Read a short frame.
	 */
	Frame readFrame() throws IOException {
		int first = this.in.readUnsignedByte();
		byte[] payload = new byte[this.in.readUnsignedByte()];
		this.in.readFully(payload);
		return new Frame((first & 0x80) != 0, first & 0x0F, payload);
	}

	int readCloseCode() throws IOException {
		Frame frame = readFrame();
		return (frame.opcode() == Frame.CLOSE) ? ByteBuffer.wrap(frame.payload()).getShort() : -1;
	}

	int readByte() throws IOException {
		return this.in.read();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
