package io.headwater.endurance;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.stream.Collectors;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * What an application holds.
 *
 * @param threads how many threads live
 * @param heapAfterGc the bytes of the heap that are in use after a collection
 * @param openFiles how many files and sockets are open, -1 where nobody knows
 */
record JvmFigures(int threads, long heapAfterGc, long openFiles) {

	static final double MEGABYTE = 1024 * 1024;

	/** Taken in this JVM. */
	static JvmFigures taken() {
		// What only a reference object held is gone after the second one.
		System.gc();
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		long files = (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : -1;
		return new JvmFigures(ManagementFactory.getThreadMXBean().getThreadCount(), heap, files);
	}

	static String threadNames() {
		return Arrays
			.stream(ManagementFactory.getThreadMXBean()
				.getThreadInfo(ManagementFactory.getThreadMXBean().getAllThreadIds()))
			.map(ThreadInfo::getThreadName)
			.sorted()
			.collect(Collectors.joining(", "));
	}

	JvmFigures least(JvmFigures other) {
		return new JvmFigures(Math.min(this.threads, other.threads), Math.min(this.heapAfterGc, other.heapAfterGc),
				Math.min(this.openFiles, other.openFiles));
	}

	String toLine() {
		return this.threads + " " + this.heapAfterGc + " " + this.openFiles;
	}

	static JvmFigures ofLine(String line) {
		String[] figures = line.split(" ");
		return new JvmFigures(Integer.parseInt(figures[0]), Long.parseLong(figures[1]), Long.parseLong(figures[2]));
	}

	@Override
	public String toString() {
		return String.format("%d threads, %.2f MB heap after GC, %d open files", this.threads,
				this.heapAfterGc / MEGABYTE, this.openFiles);
	}

}
