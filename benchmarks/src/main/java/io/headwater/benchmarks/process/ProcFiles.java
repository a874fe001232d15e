package io.headwater.benchmarks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the scheduler's counts of another process, which does not notice.
 */
public final class ProcFiles {

	/** The kernel tells user space of 100 ticks a second, whatever its own are. */
	private static final long NANOS_PER_TICK = 10_000_000;

	private static final int UTIME_AFTER_NAME = 11;

	private final Path process;

	/**
	 * Create a reader.
	 * @param pid the process
	 */
	public ProcFiles(long pid) {
		this.process = Path.of("/proc", Long.toString(pid));
	}

	/**
	 * Return whether this system has them.
	 * @return whether it does
	 */
	public static boolean areThere() {
		return "Linux".equals(System.getProperty("os.name")) && Files
			.isReadable(Path.of("/proc/self/task", Long.toString(ProcessHandle.current().pid()), "schedstat"));
	}

	/**
	 * Read the counts of all threads.
	 * @return the counts by the threads' ids
	 * @throws IOException if they cannot be read
	 */
	public Map<Integer, ThreadCounters> threads() throws IOException {
		Map<Integer, ThreadCounters> threads = new LinkedHashMap<>();
		try (DirectoryStream<Path> tasks = Files.newDirectoryStream(this.process.resolve("task"))) {
			for (Path task : tasks) {
				int tid = Integer.parseInt(task.getFileName().toString());
				try {
					threads.put(tid, ThreadCounters.parse(tid, read(task, "comm"), read(task, "schedstat"),
							read(task, "status")));
				}
				catch (IOException ex) {
					// Gone since it was listed; the files of a living thread can be read.
					if (Files.exists(task)) {
						throw ex;
					}
				}
			}
		}
		return threads;
	}

	/**
	 * The time of all threads, ended ones too, but in ticks of 10 ms. The process's own
	 * {@code schedstat} is no help: it is that of its first thread.
	 * @return the time in nanoseconds
	 * @throws IOException if it cannot be read
	 */
	public long processCpuNanos() throws IOException {
		return parseProcessCpuNanos(read(this.process, "stat"));
	}

	/**
	 * Return the most memory that the process has had ({@code VmHWM}) or has
	 * ({@code VmRSS}).
	 * @param field the name in {@code /proc/<pid>/status}
	 * @return the number of bytes
	 * @throws IOException if it cannot be read
	 */
	public long memoryBytes(String field) throws IOException {
		return read(this.process, "status").lines()
			.filter((line) -> line.startsWith(field + ":"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
			.findFirst()
			.orElseThrow(() -> new IOException("No " + field + " in the status"));
	}

	static long parseProcessCpuNanos(String stat) {
		// The name may hold blanks and brackets, so fields count from its end.
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1]))
				* NANOS_PER_TICK;
	}

	private static String read(Path folder, String file) throws IOException {
		String text = Files.readString(folder.resolve(file));
		if (text.isEmpty()) {
			throw new NoSuchFileException(folder + "/" + file);
		}
		return text;
	}

}
