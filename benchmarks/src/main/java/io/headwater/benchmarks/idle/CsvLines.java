package io.headwater.benchmarks.idle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Every thread of every sample as comma-separated values.
 */
final class CsvLines {

	private static final String HEADER = "round,application,window_s,tid,thread,owner,life,cpu_ns,voluntary_switches,"
			+ "involuntary_switches,time_slices";

	private CsvLines() {
	}

	static List<String> of(List<Sample> samples) {
		List<String> lines = new ArrayList<>(List.of(HEADER));
		for (Sample sample : samples) {
			String prefix = String.format(Locale.ROOT, "%d,%s,%.3f,", sample.round(), sample.contender(),
					sample.window().toNanos() / 1e9);
			sample.threads().forEach((thread) -> lines.add(prefix + line(thread)));
			lines.add(prefix + ",whole process in ticks of 10 ms,,," + sample.processCpuNanos() + ",,,");
		}
		return lines;
	}

	private static String line(ThreadUsage thread) {
		String name = '"' + thread.name().replace("\"", "\"\"") + '"';
		return String.join(",", String.valueOf(thread.tid()), name, thread.owner().name(), thread.life().name(),
				String.valueOf(thread.cpuNanos()), String.valueOf(thread.voluntary()),
				String.valueOf(thread.involuntary()), String.valueOf(thread.slices()));
	}

}
