package io.headwater.endurance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long it took until another instance delivered, by what became of the one before.
 */
final class Takeovers {

	private final Map<String, List<Duration>> durations = new LinkedHashMap<>();

	void add(String cause, Duration duration) {
		this.durations.computeIfAbsent(cause, (key) -> new ArrayList<>()).add(duration);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.durations.forEach((cause, all) -> {
			List<Duration> sorted = all.stream().sorted(Comparator.naturalOrder()).toList();
			text.append(String.format(Locale.ROOT, "%s: %d times, median %d ms, longest %d ms; ", cause, sorted.size(),
					sorted.get(sorted.size() / 2).toMillis(), sorted.get(sorted.size() - 1).toMillis()));
		});
		return text.toString();
	}

}
