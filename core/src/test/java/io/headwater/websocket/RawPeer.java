package io.headwater.websocket;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The server's side of one connection.
 */
final class RawPeer implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 30_000;

	private final Socket socket;

	private final DataInputStream in;

	private String requestLine = "";

	private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	RawPeer(Socket socket) throws IOException {
		this.socket = socket;
		socket.setSoTimeout(PATIENCE_MILLIS);
		socket.setTcpNoDelay(true);
		this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
	}

	/**
	 * Read a request, up to the empty line.
	 */
	RawPeer readRequest() throws IOException {
		this.headers.clear();
		this.requestLine = readLine();
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			int colon = line.indexOf(':');
			this.headers.merge(line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + "; " + b);
		}
		return this;
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.in.readUnsignedByte(); next != '\n'; next = this.in.readUnsignedByte()) {
			line.append((char) next);
		}
		return line.substring(0, line.length() - 1);
	}

	String requestLine() {
		return this.requestLine;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	String acceptKey() {
		return UpgradeAnswer.accept(this.headers.get("Sec-WebSocket-Key"));
	}

	/**
	 * Answer the upgrade as a server should.
	 */
	RawPeer upgrade() throws IOException {
		readRequest();
		return send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: " + acceptKey() + "\r\n\r\n");
	}

	RawPeer send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	RawPeer send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		return this;
	}

	int readByte() throws IOException {
		return this.in.readUnsignedByte();
	}

	/**
	 * Wait for a frame of the client.
	 * @return what it says in words, or {@code end} if none comes any more
	 */
	String read() throws IOException {
		ClientFrame frame = readFrame();
		return (frame != null) ? frame.toString() : "end";
	}

	@Nullable ClientFrame readFrame() throws IOException {
		int first = this.in.read();
		if (first < 0) {
			return null;
		}
		int second = this.in.readUnsignedByte();
		if ((second & 0x80) == 0) {
			throw new IOException("A frame of a client is not masked");
		}
		long length = switch (second & 0x7F) {
			case 126 -> this.in.readUnsignedShort();
			case 127 -> this.in.readLong();
			default -> second & 0x7F;
		};
		byte[] mask = this.in.readNBytes(4);
		byte[] payload = this.in.readNBytes((int) length);
		if (payload.length < length) {
			throw new EOFException("Half a frame");
		}
		for (int i = 0; i < payload.length; i++) {
			payload[i] ^= mask[i % 4];
		}
		return new ClientFrame(first, second & 0x7F, mask, payload);
	}

	/**
	 * Read frames until the client closes its socket.
	 */
	List<String> readAll() throws IOException {
		List<String> all = new ArrayList<>();
		for (String frame = read(); !frame.equals("end"); frame = read()) {
			all.add(frame);
		}
		return all;
	}

	/**
	 * Whether the client has ended its connection, of which nothing else was to come.
	 */
	boolean isEnded() throws IOException {
		return this.in.read() < 0;
	}

	Socket socket() {
		return this.socket;
	}

	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * A frame of the client, unmasked.
	 *
	 * @param first the first byte
	 * @param shortLength the length in the second byte
	 * @param mask the masking key
	 * @param payload the bytes
	 */
	record ClientFrame(int first, int shortLength, byte[] mask, byte[] payload) {

		@Override
		public String toString() {
			String text = new String(this.payload, StandardCharsets.UTF_8);
			String more = ((this.first & 0x80) != 0) ? "" : "...";
			return switch (this.first & 0x7F) {
				case Opcode.CONTINUATION -> "continuation:" + text + more;
				case Opcode.TEXT -> "text:" + text + more;
				case Opcode.BINARY -> "binary:" + text + more;
				case Opcode.CLOSE -> "close:" + ((this.payload.length >= 2)
						? Short.toUnsignedInt(ByteBuffer.wrap(this.payload).getShort()) : "");
				case Opcode.PING -> "ping:" + text + more;
				case Opcode.PONG -> "pong:" + text + more;
				default -> throw new IllegalStateException("A client sent a frame of opcode " + (this.first & 0x7F));
			};
		}

	}

}
