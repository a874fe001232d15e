package io.headwater.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Every number of every round as comma-separated values.
 */
final class CsvLines {

	private static final String HEADER = "round,contender,setting,figure,unit,value";

	private CsvLines() {
	}

	static List<String> of(List<Measurement> measurements) {
		List<String> lines = new ArrayList<>(List.of(HEADER));
		measurements.forEach((measurement) -> lines.add(line(measurement)));
		return lines;
	}

	private static String line(Measurement measurement) {
		Figure figure = measurement.figure();
		return String.join(",", String.valueOf(measurement.round()), measurement.contender().label(),
				quoted(measurement.setting()), quoted(figure.label()), figure.unit(),
				String.format(Locale.ROOT, "%.3f", measurement.value()));
	}

	/** Some have commas in them. */
	private static String quoted(String text) {
		return '"' + text + '"';
	}

}
