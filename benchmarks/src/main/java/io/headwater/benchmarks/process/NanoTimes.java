package io.headwater.benchmarks.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Times of the monotonic clock, which is one for all processes of a Linux machine. What
 * is beyond the capacity is left out. For one thread at a time.
 */
public final class NanoTimes {

	private final long[] times;

	private int count;

	/**
	 * Create an empty list.
	 * @param capacity the most times that it takes
	 */
	public NanoTimes(int capacity) {
		this.times = new long[capacity];
	}

	/**
	 * Add a time.
	 * @param nanos the time
	 */
	public void add(long nanos) {
		if (this.count < this.times.length) {
			this.times[this.count++] = nanos;
		}
	}

	/**
	 * Write them to a file, 8 bytes each, the least significant first.
	 * @param file the file
	 * @throws IOException if it cannot be written
	 */
	public void writeTo(Path file) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(this.count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asLongBuffer().put(this.times, 0, this.count);
		Files.write(file, bytes.array());
	}

	/**
	 * Read them from a file.
	 * @param file the file
	 * @return the times
	 * @throws IOException if it cannot be read
	 */
	public static long[] readFrom(Path file) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		long[] times = new long[bytes.length / Long.BYTES];
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(times);
		return times;
	}

}
