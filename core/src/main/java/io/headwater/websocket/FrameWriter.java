package io.headwater.websocket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Sends frames, one at a time and masked, as a client must (RFC 6455, section 5.3). A
 * sender waits for those before it and for the socket, but no longer than the send
 * time-out, for which it needs the {@link Deadlines} to close the socket. Safe to use
 * from any thread.
 */
final class FrameWriter {

	private static final int CAPACITY = 8 * 1024;

	private static final int FIN = 0x80;

	private static final int MASKED = 0x80;

	private static final int MAX_CONTROL_LENGTH = 125;

	private static final int LENGTH_16 = 126;

	/** So much fits into any socket's buffer, whatever the node reads, and TLS adds. */
	private static final int HARMLESS_LENGTH = 2048;

	/** More than a header takes, and what TLS adds to a frame. */
	private static final int OVERHEAD = 128;

	private static final int LENGTH_64 = 127;

	private static final int MAX_LENGTH_16 = 0xFFFF;

	private final ReentrantLock lock = new ReentrantLock();

	/** The newest ping that nobody has answered: older ones need no answer. */
	private final AtomicReference<@Nullable ByteBuffer> unanswered = new AtomicReference<>();

	private final AtomicBoolean pingDue = new AtomicBoolean();

	private final OutputStream out;

	private final MaskingKeys keys;

	private final Deadlines deadlines;

	private final long timeoutNanos;

	private final LongSupplier nanoTime;

	private final Consumer<IOException> broken;

	private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);

	/** The kind of the message that was begun, or that of a continuation for none. */
	private int message = Opcode.CONTINUATION;

	private boolean closed;

	/** How many bytes were sent, overheads included. */
	private long sent;

	/** The newest ping of our own; whoever answers it has read all that was before it. */
	private volatile @Nullable SentPing ping;

	/** How many bytes the node has surely read. */
	private volatile long taken;

	FrameWriter(OutputStream out, MaskingKeys keys, Deadlines deadlines, ClientSettings settings, LongSupplier nanoTime,
			Consumer<IOException> broken) {
		this.out = out;
		this.keys = keys;
		this.deadlines = deadlines;
		this.timeoutNanos = settings.sendTimeout().toNanos();
		this.nanoTime = nanoTime;
		this.broken = broken;
	}

	/**
	 * Send a message or a part of one.
	 * @param kind whether it is text or binary
	 * @param payload what it says; neither changed nor kept
	 * @param last whether the message ends here
	 * @throws IllegalStateException if a message of the other kind has not ended
	 */
	void message(int kind, ByteBuffer payload, boolean last) throws IOException {
		long waitedNanos = lock();
		try {
			boolean continues = this.message != Opcode.CONTINUATION;
			if (continues && this.message != kind) {
				throw new IllegalStateException("A message of another kind has not ended");
			}
			write((last ? FIN : 0) | (continues ? Opcode.CONTINUATION : kind), payload, waitedNanos);
			this.message = last ? Opcode.CONTINUATION : kind;
		}
		finally {
			this.lock.unlock();
		}
		sendDue();
	}

	/**
	 * Send a ping, a pong or a close frame, after which nothing can be sent.
	 * @param body what it says; neither changed nor kept
	 */
	void control(int opcode, ByteBuffer body) throws IOException {
		if (body.remaining() > MAX_CONTROL_LENGTH) {
			throw new IllegalArgumentException("A control frame has at most 125 bytes, not " + body.remaining());
		}
		long waitedNanos = lock();
		try {
			write(FIN | opcode, body, waitedNanos);
			this.closed = opcode == Opcode.CLOSE;
		}
		finally {
			this.lock.unlock();
		}
		sendDue();
	}

	/**
	 * Answer a ping. If another thread is sending, it does so when it is done: the reader
	 * need not wait for it.
	 * @param body what the ping says; copied
	 */
	void answer(ByteBuffer body) throws IOException {
		this.unanswered.set(ByteBuffer.allocate(body.remaining()).put(body).flip());
		sendDue();
	}

	/**
	 * Send a ping that nobody can answer without having read it. If another thread is
	 * sending, it does so when it is done.
	 */
	void ping() throws IOException {
		this.pingDue.set(true);
		sendDue();
	}

	void answered(ByteBuffer body) {
		SentPing ping = this.ping;
		if (ping != null && body.remaining() == Integer.BYTES && body.getInt(body.position()) == ping.key()) {
			this.taken = ping.sent();
		}
	}

	private void sendDue() throws IOException {
		while ((this.unanswered.get() != null || this.pingDue.get()) && this.lock.tryLock()) {
			try {
				ByteBuffer ping = this.unanswered.getAndSet(null);
				if (ping != null && !this.closed) {
					write(FIN | Opcode.PONG, ping, 0);
				}
				if (this.pingDue.getAndSet(false) && !this.closed) {
					SentPing own = new SentPing(this.keys.next(), this.sent);
					this.ping = own;
					write(FIN | Opcode.PING, ByteBuffer.allocate(Integer.BYTES).putInt(own.key()).flip(), 0);
				}
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/** Wait for those before; returns how long, in nanoseconds. */
	private long lock() throws IOException {
		long began = this.nanoTime.getAsLong();
		try {
			if (!this.lock.tryLock(this.timeoutNanos, TimeUnit.NANOSECONDS)) {
				throw new IOException("the messages before this one could not be sent in time");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while the messages before this one were sent");
		}
		return this.nanoTime.getAsLong() - began;
	}

	private void write(int first, ByteBuffer payload, long waitedNanos) throws IOException {
		if (this.closed) {
			throw new IOException("nothing may be sent after a close frame");
		}
		this.sent += payload.remaining() + OVERHEAD;
		boolean mayWait = this.sent - this.taken > HARMLESS_LENGTH;
		if (mayWait) {
			this.deadlines.set(Deadlines.Kind.SEND, waitedNanos);
		}
		int key = this.keys.next();
		writeHeader(first, payload.remaining(), key);
		int masked = 0;
		do {
			masked = mask(payload, masked, key);
			flush();
		}
		while (masked < payload.remaining());
		if (mayWait) {
			this.deadlines.clear(Deadlines.Kind.SEND);
		}
	}

	private void flush() throws IOException {
		try {
			this.out.write(this.buffer.array(), 0, this.buffer.position());
			this.buffer.clear();
		}
		catch (IOException ex) {
			// Half a frame may have left, so that no other one may follow.
			this.broken.accept(ex);
			throw ex;
		}
	}

	private void writeHeader(int first, int length, int key) {
		this.buffer.clear();
		this.buffer.put((byte) first);
		if (length < LENGTH_16) {
			this.buffer.put((byte) (MASKED | length));
		}
		else if (length <= MAX_LENGTH_16) {
			this.buffer.put((byte) (MASKED | LENGTH_16)).putShort((short) length);
		}
		else {
			this.buffer.put((byte) (MASKED | LENGTH_64)).putLong(length);
		}
		this.buffer.putInt(key);
	}

	/** Fill the buffer with the next masked bytes; returns how many are now done. */
	private int mask(ByteBuffer payload, int from, int key) {
		int to = from + Math.min(payload.remaining() - from, this.buffer.remaining());
		for (int i = from; i < to; i++) {
			int octet = key >>> (24 - 8 * (i & 3));
			this.buffer.put((byte) (payload.get(payload.position() + i) ^ octet));
		}
		return to;
	}

	/**
	 * A ping of our own.
	 *
	 * @param sent how many bytes were sent before it
	 */
	private record SentPing(int key, long sent) {

	}

}
