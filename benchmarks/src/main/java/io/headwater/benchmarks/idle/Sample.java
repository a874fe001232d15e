package io.headwater.benchmarks.idle;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * One application in one round.
 *
 * @param round the round, from 1
 * @param contender the application
 * @param window how long it was measured
 * @param processCpuNanos CPU time of the whole process, ended threads too, in ticks of 10
 * ms
 * @param startedThreads how many Java threads began between the settling and the end
 * @param threads what each thread did
 */
record Sample(int round, Contender contender, Duration window, long processCpuNanos, long startedThreads,
		List<ThreadUsage> threads) {

	double cpuMillisPerMinute(Owner... owners) {
		return perMinute(sum(ThreadUsage::cpuNanos, owners)) / 1e6;
	}

	double switchesPerMinute(Owner... owners) {
		return perMinute(sum(ThreadUsage::switches, owners));
	}

	long count(Owner... owners) {
		return sum((thread) -> 1, owners);
	}

	/**
	 * What threads did after they were last seen, or all the time that nobody looked; as
	 * coarse as ticks are, so it may be negative.
	 */
	double unaccountedCpuMillis() {
		return (this.processCpuNanos - sum(ThreadUsage::cpuNanos, Owner.values())) / 1e6;
	}

	private long sum(ToLongFunction<ThreadUsage> figure, Owner... owners) {
		Set<Owner> of = Set.copyOf(Arrays.asList(owners));
		return this.threads.stream().filter((thread) -> of.contains(thread.owner())).mapToLong(figure).sum();
	}

	private double perMinute(long count) {
		return count * 60e9 / this.window.toNanos();
	}

}
