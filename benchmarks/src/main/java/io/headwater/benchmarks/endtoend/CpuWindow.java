package io.headwater.benchmarks.endtoend;

import java.io.IOException;
import java.util.Map;
import java.util.function.ToLongFunction;

import io.headwater.benchmarks.process.ProcFiles;
import io.headwater.benchmarks.process.ThreadCounters;

/**
 * What the threads of a process do from now on. Of a thread that ends, nothing is known;
 * under load none does that matters.
 */
final class CpuWindow {

	private final ProcFiles files;

	private final Map<Integer, ThreadCounters> begin;

	private Map<Integer, ThreadCounters> end = Map.of();

	CpuWindow(long pid) throws IOException {
		this.files = new ProcFiles(pid);
		this.begin = this.files.threads();
	}

	void end() throws IOException {
		this.end = this.files.threads();
	}

	double cpuMicros() {
		return sum(ThreadCounters::cpuNanos) / 1e3;
	}

	/** How often a thread has gone to sleep, and so was woken. */
	long wakeUps() {
		return sum(ThreadCounters::voluntary);
	}

	private long sum(ToLongFunction<ThreadCounters> count) {
		return this.end.values()
			.stream()
			.mapToLong((thread) -> count.applyAsLong(thread)
					- count.applyAsLong(this.begin.getOrDefault(thread.tid(), thread.zero())))
			.sum();
	}

}
