package io.headwater.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Leaves out of a schedule that fails whatever it fails without: first large parts, then
 * single actions.
 */
final class ScheduleShrinker {

	private static final int MOST_RUNS = 3000;

	private final Predicate<Schedule> fails;

	private int runs;

	ScheduleShrinker(Predicate<Schedule> fails) {
		this.fails = fails;
	}

	Schedule shrink(Schedule schedule) {
		Schedule shortest = schedule;
		for (int part = shortest.actions().size() / 2; part > 0; part /= 2) {
			shortest = without(shortest, part);
		}
		int before;
		do {
			before = shortest.actions().size();
			shortest = without(shortest, 1);
		}
		while (shortest.actions().size() < before && this.runs < MOST_RUNS);
		return shortest;
	}

	private Schedule without(Schedule schedule, int part) {
		Schedule shortest = schedule;
		for (int from = 0; from + part <= shortest.actions().size() && this.runs < MOST_RUNS;) {
			List<SimulationAction> fewer = new ArrayList<>(shortest.actions());
			fewer.subList(from, from + part).clear();
			Schedule candidate = shortest.with(fewer);
			this.runs++;
			if (this.fails.test(candidate)) {
				shortest = candidate;
			}
			else {
				from += part;
			}
		}
		return shortest;
	}

}
