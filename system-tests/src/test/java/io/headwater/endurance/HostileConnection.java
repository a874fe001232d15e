package io.headwater.endurance;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One client of a {@link HostileNode}, and the honest node that would serve it. Writes to
 * the client wait until it reads.
 */
final class HostileConnection implements AutoCloseable {

	private static final String END_OF_HEAD = "\r\n\r\n";

	private static final int LONGEST_HEAD = 64 * 1024;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final HostileNode node;

	private final Socket client;

	private final InputStream fromClient;

	private final Socket honest;

	private final DataInputStream fromHonest;

	HostileConnection(HostileNode node, Socket client) throws IOException {
		this.node = node;
		this.client = client;
		this.fromClient = new BufferedInputStream(client.getInputStream());
		this.honest = new Socket(InetAddress.getLoopbackAddress(), node.honest().port());
		this.fromHonest = new DataInputStream(new BufferedInputStream(this.honest.getInputStream()));
	}

	HostileNode node() {
		return this.node;
	}

	/** Read what the client asks for: the request line and the headers. */
	String readRequest() throws IOException {
		return readHead(this.fromClient);
	}

	/**
	 * Let the honest node answer the request.
	 * @param request what the client asks for
	 * @return the status line and headers of the answer
	 */
	String answer(String request) throws IOException {
		this.honest.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
		return readHead(this.fromHonest);
	}

	/**
	 * Let the honest node do the handshake, and hear what the client says after it.
	 * @return what the client asked for
	 */
	String shakeHands() throws IOException {
		String request = readRequest();
		write(answer(request).getBytes(StandardCharsets.ISO_8859_1));
		this.node.start("client", this::passOnRequests);
		return request;
	}

	private static String readHead(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf(END_OF_HEAD, Math.max(0, head.length() - END_OF_HEAD.length())) < 0) {
			int next = in.read();
			if (next < 0 || head.length() == LONGEST_HEAD) {
				throw new EOFException("Not the head of an HTTP message");
			}
			head.append((char) next);
		}
		return head.toString();
	}

	private void passOnRequests() {
		try {
			this.fromClient.transferTo(this.honest.getOutputStream());
		}
		catch (IOException ex) {
			// One of both is gone: whoever waits for the other one need wait no more.
			return;
		}
		finally {
			close();
		}
	}

	/** Return the next message of the honest node. */
	String nextMessage() throws IOException {
		while (true) {
			boolean isText = (this.fromHonest.readUnsignedByte() & 0x0f) == 1;
			int length = this.fromHonest.readUnsignedByte();
			if (length == 126) {
				length = this.fromHonest.readUnsignedShort();
			}
			else if (length == 127) {
				length = (int) this.fromHonest.readLong();
			}
			byte[] payload = this.fromHonest.readNBytes(length);
			if (isText) {
				return new String(payload, StandardCharsets.UTF_8);
			}
		}
	}

	/** Send on what the honest node says, while this thread does something else. */
	void relayMeanwhile() {
		this.node.start("relay", () -> {
			try {
				relay(Integer.MAX_VALUE);
			}
			catch (IOException ex) {
				// The connection has ended.
				return;
			}
		});
	}

	void write(byte[] bytes) throws IOException {
		OutputStream out = this.client.getOutputStream();
		synchronized (this.client) {
			out.write(bytes);
		}
		this.node.wrote(bytes.length);
	}

	/** Write the same again and again, until the client is gone. */
	void writeWithoutEnd(byte[] bytes) throws IOException {
		while (true) {
			write(bytes);
		}
	}

	/** Send on the next messages of the honest node. */
	void relay(int messages) throws IOException {
		for (int i = 0; i < messages; i++) {
			write(Frames.text(nextMessage()));
		}
	}

	/**
	 * Answer honestly until the subscription is due.
	 * @return the reply with the id of the subscription, which is still to be written
	 */
	String relayUntilSubscribed() throws IOException {
		String message = nextMessage();
		while (HostileMessages.subscriptionId(message) == null) {
			write(Frames.text(message));
			message = nextMessage();
		}
		return message;
	}

	/**
	 * Follow the protocol until heads may be announced, and answer what is asked later.
	 * @return the id of the subscription
	 */
	String subscribe() throws IOException {
		shakeHands();
		String reply = relayUntilSubscribed();
		write(Frames.text(reply));
		relayMeanwhile();
		return Objects.requireNonNull(HostileMessages.subscriptionId(reply));
	}

	/**
	 * Let time pass.
	 * @throws IOException if the connection ends meanwhile
	 */
	void pause(Duration time) throws IOException {
		try {
			if (this.closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new EOFException("The connection has ended");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	/** Wait until the client goes, after the handshake. */
	void awaitEnd() throws IOException {
		pause(Duration.ofDays(1));
	}

	/**
	 * Wait until the client goes, without a handshake. To close before would take back
	 * what was written.
	 */
	void hearOut() throws IOException {
		this.fromClient.transferTo(OutputStream.nullOutputStream());
	}

	private static void cut(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
			// Closing alone would wait for whoever waits to write.
			socket.shutdownOutput();
			socket.close();
		}
		catch (IOException ex) {
			// The other side was faster: it is closed.
			return;
		}
	}

	/** Reset the connection. */
	@Override
	public void close() {
		this.closed.countDown();
		cut(this.client);
		cut(this.honest);
		this.node.ended(this);
	}

}
