package io.headwater.benchmarks.idle;

import java.util.Comparator;
import java.util.Locale;

/**
 * What is said of one application after a round: its threads that are neither the JVM's
 * nor asleep all the time, and what the thread list does not explain.
 */
final class RoundLines {

	private RoundLines() {
	}

	static String of(Sample sample) {
		StringBuilder text = new StringBuilder();
		text.append(String.format(Locale.ROOT,
				"round %d %s: %d threads, %.1f ms CPU a minute; %.0f ms unaccounted (ticks of 10 ms); "
						+ "%d Java threads started since it was ready%n",
				sample.round(), sample.contender(), sample.count(Owner.values()),
				sample.cpuMillisPerMinute(Owner.values()), sample.unaccountedCpuMillis(), sample.startedThreads()));
		sample.threads()
			.stream()
			.filter((thread) -> thread.owner() != Owner.JVM || thread.life() != ThreadUsage.Life.STAYED)
			.sorted(Comparator.comparing(ThreadUsage::owner).thenComparing(ThreadUsage::name))
			.forEach((thread) -> text.append(line(thread)));
		return text.toString();
	}

	private static String line(ThreadUsage thread) {
		String life = (thread.life() != ThreadUsage.Life.STAYED) ? " " + thread.life() : "";
		return String.format(Locale.ROOT, "    %-34s %8.3f ms %5d woken %3d displaced %5d slices%s%n", thread.name(),
				thread.cpuNanos() / 1e6, thread.voluntary(), thread.involuntary(), thread.slices(), life);
	}

}
