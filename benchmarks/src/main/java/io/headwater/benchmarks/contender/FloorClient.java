package io.headwater.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The floor: a socket, a frame reader for just what the feed sends, a streaming parse to
 * a record, and nothing else. One thread does it all.
 */
public final class FloorClient {

	private static final String SUBSCRIBE = """
			{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}""";

	private static final int BUFFER = 32 * 1024;

	private static final int CLOSE_OR_PING = 8;

	private final Probe probe;

	private final HeaderStream headers = new HeaderStream();

	private final byte[] buffer = new byte[BUFFER];

	private int from;

	private int to;

	private FloorClient(Probe probe) {
		this.probe = probe;
	}

	public static void main(String[] args) throws IOException {
		ProbeChannel channel = new ProbeChannel();
		URI node = URI.create(args[0]);
		Thread reader = new Thread(() -> new FloorClient(channel.probe(0)).follow(node), "reader");
		reader.setDaemon(true);
		reader.start();
		channel.serve();
	}

	private void follow(URI node) {
		try (Socket socket = new Socket(node.getHost(), node.getPort())) {
			socket.setTcpNoDelay(true);
			OutputStream out = socket.getOutputStream();
			out.write(("GET / HTTP/1.1\r\nHost: " + node.getAuthority() + "\r\nUpgrade: websocket\r\n"
					+ "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
					+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			skipHandshake(socket.getInputStream());
			out.write(maskedWithZeros(SUBSCRIBE.getBytes(StandardCharsets.US_ASCII)));
			while (readFrame(socket.getInputStream())) {
				continue;
			}
		}
		catch (IOException ex) {
			System.err.println("The feed is gone: " + ex);
		}
	}

	private void skipHandshake(InputStream in) throws IOException {
		int matched = 0;
		for (byte[] end = { '\r', '\n', '\r', '\n' }; matched < end.length;) {
			matched = (nextByte(in) == end[matched]) ? matched + 1 : 0;
		}
	}

	private static byte[] maskedWithZeros(byte[] payload) {
		byte[] frame = new byte[payload.length + 6];
		frame[0] = (byte) 0x81;
		frame[1] = (byte) (0x80 | payload.length);
		System.arraycopy(payload, 0, frame, 6, payload.length);
		return frame;
	}

	private boolean readFrame(InputStream in) throws IOException {
		int opcode = nextByte(in) & 0xf;
		int length = nextByte(in);
		if (length == 126) {
			length = nextByte(in) << 8 | nextByte(in);
		}
		if (opcode >= CLOSE_OR_PING) {
			return false;
		}
		require(in, length);
		BlockHeader header = this.headers.read(this.buffer, this.from, length);
		this.from += length;
		if (header != null) {
			this.probe.head(header.number());
		}
		return true;
	}

	private int nextByte(InputStream in) throws IOException {
		require(in, 1);
		return this.buffer[this.from++] & 0xff;
	}

	private void require(InputStream in, int bytes) throws IOException {
		if (this.from + bytes > this.buffer.length) {
			System.arraycopy(this.buffer, this.from, this.buffer, 0, this.to - this.from);
			this.to -= this.from;
			this.from = 0;
		}
		while (this.to - this.from < bytes) {
			int read = in.read(this.buffer, this.to, this.buffer.length - this.to);
			if (read < 0) {
				throw new IOException("end of stream");
			}
			this.to += read;
		}
	}

}
