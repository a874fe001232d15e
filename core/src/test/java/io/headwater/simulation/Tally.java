package io.headwater.simulation;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of simulations.
 *
 * @param seeds how many there were
 * @param faults how many faults struck
 * @param calls how many headers were asked for
 * @param millis how much virtual time passed
 * @param told how often the tracker told what
 */
record Tally(long seeds, long faults, long calls, long millis, Map<String, Long> told) {

	static final Tally NOTHING = new Tally(0, 0, 0, 0, Map.of());

	Tally plus(Tally other) {
		Map<String, Long> told = new TreeMap<>(this.told);
		other.told.forEach((what, times) -> told.merge(what, times, Long::sum));
		return new Tally(this.seeds + other.seeds, this.faults + other.faults, this.calls + other.calls,
				this.millis + other.millis, told);
	}

	@Override
	public String toString() {
		String told = this.told.entrySet()
			.stream()
			.map((entry) -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
			.collect(Collectors.joining(", "));
		return "%,d seeds, %,d faults, %,d calls, %,d virtual hours; told: %s".formatted(this.seeds, this.faults,
				this.calls, this.millis / 3_600_000, told);
	}

}
