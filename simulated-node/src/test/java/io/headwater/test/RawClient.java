package io.headwater.test;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

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

	private static final int SILENCE_MILLIS = 100;

	private final Socket socket;

	private final DataInputStream in;

	RawClient(SimulatedNode node) throws IOException {
		this(node.port());
	}

	RawClient(int port) throws IOException {
		this.socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.in = new DataInputStream(this.socket.getInputStream());
	}

	static RawClient open(SimulatedNode node) throws IOException {
		return open(node.port());
	}

	static RawClient open(int port) throws IOException {
		RawClient client = new RawClient(port);
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
	 * Send a frame of less than 64 KiB, masked with zeros.
	 */
	void sendFrame(int firstByte, byte... payload) throws IOException {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.write(firstByte);
		if (payload.length < 126) {
			frame.write(0x80 | payload.length);
		}
		else {
			frame.write(0x80 | 126);
			frame.write(payload.length >> 8);
			frame.write(payload.length);
		}
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

	void subscribe() throws IOException {
		call("eth_subscribe", "[\"newHeads\"]");
	}

	void call(String method, String params) throws IOException {
		sendFrame(0x81, ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}")
			.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Read a frame of any length, without its reserved bits.
	 */
	Frame readFrame() throws IOException {
		int first = this.in.readUnsignedByte();
		int length = this.in.readUnsignedByte();
		if (length == 126) {
			length = this.in.readUnsignedShort();
		}
		else if (length == 127) {
			length = Math.toIntExact(this.in.readLong());
		}
		return new Frame((first & 0x80) != 0, first & 0x0F, readBytes(length));
	}

	String readText() throws IOException {
		return new String(readFrame().payload(), StandardCharsets.UTF_8);
	}

	byte[] readBytes(int count) throws IOException {
		byte[] bytes = new byte[count];
		this.in.readFully(bytes);
		return bytes;
	}

	byte[] readToTheEnd() throws IOException {
		return this.in.readAllBytes();
	}

	/**
	 * Check that the node breaks the connection instead of ending it.
	 */
	void readsReset() {
		assertThatIOException().isThrownBy(this::readToTheEnd).withMessageContaining("reset");
	}

	/**
	 * Check that nothing comes for a time, though the connection is there.
	 */
	void readsNothing() throws IOException {
		this.socket.setSoTimeout(SILENCE_MILLIS);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(this::readByte);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
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
