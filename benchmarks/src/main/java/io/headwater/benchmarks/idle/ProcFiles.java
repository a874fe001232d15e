package io.headwater.benchmarks.idle;

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
final class ProcFiles {

	/** The kernel tells user space of 100 ticks a second, whatever its own are. */
	private static final long NANOS_PER_TICK = 10_000_000;

	private static final int UTIME_AFTER_NAME = 11;

	private final Path process;

	ProcFiles(long pid) {
		this.process = Path.of("/proc", Long.toString(pid));
	}

	static boolean areThere() {
		return "Linux".equals(System.getProperty("os.name")) && Files
			.isReadable(Path.of("/proc/self/task", Long.toString(ProcessHandle.current().pid()), "schedstat"));
	}

	Map<Integer, ThreadCounters> threads() throws IOException {
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
	 */
	long processCpuNanos() throws IOException {
		return parseProcessCpuNanos(read(this.process, "stat"));
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
