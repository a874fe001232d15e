package io.headwater.benchmarks.idle;

import io.headwater.benchmarks.process.ThreadCounters;

/**
 * What one thread did in the window.
 *
 * @param tid the thread's id
 * @param name its name
 * @param owner whose it is
 * @param life whether it was there throughout
 * @param cpuNanos time on a CPU
 * @param slices how often it was put on a CPU
 * @param voluntary how often it went to sleep again
 * @param involuntary how often it had to make room
 */
record ThreadUsage(int tid, String name, Owner owner, Life life, long cpuNanos, long slices, long voluntary,
		long involuntary) {

	static ThreadUsage between(ThreadCounters begin, ThreadCounters end, ThreadNames.Named named, Life life) {
		return new ThreadUsage(end.tid(), named.name(), named.owner(), life, end.cpuNanos() - begin.cpuNanos(),
				end.slices() - begin.slices(), end.voluntary() - begin.voluntary(),
				end.involuntary() - begin.involuntary());
	}

	/** A thread that ended was woken for it, after it was seen for the last time. */
	long switches() {
		return this.voluntary + this.involuntary + ((this.life == Life.VANISHED) ? 1 : 0);
	}

	/**
	 * Whether a thread was there throughout.
	 */
	enum Life {

		STAYED, APPEARED, VANISHED

	}

}
