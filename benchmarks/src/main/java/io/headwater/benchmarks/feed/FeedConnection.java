package io.headwater.benchmarks.feed;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A client. Its own thread answers it, the bench's announces to it; TCP holds back
 * whoever is faster than the client.
 */
final class FeedConnection {

	private final Socket socket;

	private final DataInputStream in;

	private final OutputStream out;

	private final Announcements announcements = new Announcements();

	private final NodeAnswers answers = new NodeAnswers(this::latest);

	private volatile long latest = FeedChain.LATEST;

	FeedConnection(Socket socket) throws IOException {
		this.socket = socket;
		socket.setTcpNoDelay(true);
		this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
		this.out = socket.getOutputStream();
	}

	/**
	 * Serve the client until it goes.
	 * @param subscribed told when the client has subscribed to heads
	 */
	void serve(Consumer<FeedConnection> subscribed) throws IOException {
		try (this.socket) {
			write(Frames.answerHandshake(this.in));
			for (Frames.Message message = Frames.read(this.in); message.opcode() != Frames.CLOSE; message = Frames
				.read(this.in)) {
				if (message.opcode() == Frames.PING) {
					write(Frames.frame(Frames.PONG, message.payload()));
				}
				else if (message.opcode() != Frames.PONG) {
					answer(JsonValues.parse(message.asText()), subscribed);
				}
			}
			write(Frames.frame(Frames.CLOSE, new byte[0]));
		}
		catch (EOFException | SocketException ex) {
			// A client that is killed says no good-bye.
		}
	}

	/** Whoever has subscribed is told the newest head, as if it had just been made. */
	private void answer(Object request, Consumer<FeedConnection> subscribed) throws IOException {
		write(Frames.text(this.answers.answer(request).getBytes(StandardCharsets.US_ASCII)));
		if (NodeAnswers.subscribes(request)) {
			synchronized (this) {
				this.out.write(this.announcements.buffer(), 0, this.announcements.stamp(this.latest, 1));
			}
			subscribed.accept(this);
		}
	}

	private synchronized void write(byte[] bytes) throws IOException {
		this.out.write(bytes);
	}

	/**
	 * Announce the next heads.
	 * @param heads how many, at most a batch
	 * @return when they were written, just before they were
	 */
	synchronized long announce(int heads) throws IOException {
		int length = this.announcements.stamp(this.latest + 1, heads);
		this.latest += heads;
		long now = System.nanoTime();
		this.out.write(this.announcements.buffer(), 0, length);
		return now;
	}

	long latest() {
		return this.latest;
	}

}
