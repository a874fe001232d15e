package io.headwater.benchmarks.process;

/**
 * What the scheduler has counted for one thread since it began.
 *
 * @param tid the thread's id
 * @param comm its name as the kernel has it, at most 15 characters
 * @param cpuNanos time on a CPU
 * @param slices how often it was put on a CPU
 * @param voluntary how often it went to sleep: as often as it was woken
 * @param involuntary how often it had to make room while it would have run on
 */
public record ThreadCounters(int tid, String comm, long cpuNanos, long slices, long voluntary, long involuntary) {

	/**
	 * Read what the kernel writes under {@code /proc/<pid>/task/<tid>}.
	 * @param tid the thread's id
	 * @param comm the text of {@code comm}
	 * @param schedstat the text of {@code schedstat}: time on a CPU, time in a run queue,
	 * time slices
	 * @param status the text of {@code status}
	 * @return the counts
	 */
	public static ThreadCounters parse(int tid, String comm, String schedstat, String status) {
		String[] fields = schedstat.trim().split(" ");
		if (fields.length < 3) {
			throw new IllegalArgumentException("Not a schedstat: '" + schedstat + "'");
		}
		return new ThreadCounters(tid, comm.trim(), Long.parseLong(fields[0]), Long.parseLong(fields[2]),
				field(status, "voluntary_ctxt_switches:"), field(status, "nonvoluntary_ctxt_switches:"));
	}

	private static long field(String status, String name) {
		return status.lines()
			.filter((line) -> line.startsWith(name))
			.mapToLong((line) -> Long.parseLong(line.substring(name.length()).trim()))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("No " + name + " in the status"));
	}

	/**
	 * Return what a thread had that did not exist yet.
	 * @return the same thread with nothing
	 */
	public ThreadCounters zero() {
		return new ThreadCounters(this.tid, this.comm, 0, 0, 0, 0);
	}

}
