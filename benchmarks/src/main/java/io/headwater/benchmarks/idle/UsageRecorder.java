package io.headwater.benchmarks.idle;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.headwater.benchmarks.idle.ThreadUsage.Life;
import io.headwater.benchmarks.process.ProcFiles;
import io.headwater.benchmarks.process.ThreadCounters;

/**
 * Follows the threads of one process through the window. It looks every few seconds, so
 * that of a thread that ends little is missed.
 */
final class UsageRecorder {

	private final ProcFiles files;

	private final long beginNanos = System.nanoTime();

	private final long beginCpuNanos;

	private final Map<Integer, ThreadCounters> begin;

	private final Map<Integer, ThreadCounters> seen = new HashMap<>();

	private Map<Integer, ThreadCounters> latest;

	private long endNanos;

	private long endCpuNanos;

	UsageRecorder(long pid) throws IOException {
		this.files = new ProcFiles(pid);
		this.beginCpuNanos = this.files.processCpuNanos();
		this.begin = this.files.threads();
		this.latest = this.begin;
		this.seen.putAll(this.begin);
	}

	void look() throws IOException {
		this.latest = this.files.threads();
		this.seen.putAll(this.latest);
	}

	void end() throws IOException {
		look();
		this.endNanos = System.nanoTime();
		this.endCpuNanos = this.files.processCpuNanos();
	}

	Duration window() {
		return Duration.ofNanos(this.endNanos - this.beginNanos);
	}

	/** That of all threads, ended ones too, in ticks of 10 ms. */
	long processCpuNanos() {
		return this.endCpuNanos - this.beginCpuNanos;
	}

	List<ThreadUsage> usages(ThreadNames names) {
		return this.seen.values()
			.stream()
			.map((last) -> ThreadUsage.between(this.begin.getOrDefault(last.tid(), last.zero()), last, names.of(last),
					life(last.tid())))
			.toList();
	}

	private Life life(int tid) {
		if (!this.latest.containsKey(tid)) {
			return Life.VANISHED;
		}
		return this.begin.containsKey(tid) ? Life.STAYED : Life.APPEARED;
	}

}
