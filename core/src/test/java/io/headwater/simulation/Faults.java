package io.headwater.simulation;

import java.util.EnumMap;
import java.util.Map;

/**
 * What goes wrong with the next messages.
 */
final class Faults {

	private static final int MOST_ARMED = 40;

	private final Map<SimulationAction.Kind, Integer> next = new EnumMap<>(SimulationAction.Kind.class);

	private final Map<SimulationAction.Kind, Integer> extent = new EnumMap<>(SimulationAction.Kind.class);

	private int count;

	/**
	 * Let a fault strike the next messages, but not so many that it goes on for minutes:
	 * that would be another world.
	 */
	void arm(SimulationAction action) {
		this.next.merge(action.kind(), action.amount(), (armed, more) -> Math.min(MOST_ARMED, armed + more));
		this.extent.put(action.kind(), action.extent());
	}

	boolean strikes(SimulationAction.Kind kind) {
		int left = this.next.getOrDefault(kind, 0);
		if (left > 0) {
			this.next.put(kind, left - 1);
			this.count++;
		}
		return left > 0;
	}

	int extent(SimulationAction.Kind kind) {
		return this.extent.getOrDefault(kind, 0);
	}

	void struck() {
		this.count++;
	}

	void end() {
		this.next.clear();
	}

	/**
	 * Return how many faults have struck.
	 */
	int count() {
		return this.count;
	}

}
