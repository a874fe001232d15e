package io.headwater.simulation;

import java.util.function.Supplier;

import io.headwater.testing.VirtualTime;

/**
 * Tells the course of a simulation, on demand: {@code -Dheadwater.simulation.trace=true},
 * for one seed.
 */
final class Trace {

	private static final boolean WANTED = Boolean.getBoolean("headwater.simulation.trace");

	private Trace() {
	}

	static void tell(VirtualTime time, Supplier<String> text) {
		if (WANTED) {
			System.out.printf("%8d ms %s%n", time.now(),
					text.get().replaceAll("0x0{0,16}([0-9a-f]*?)([0-9a-f]{4})[0-9a-f]{32}\\b", "$2"));
		}
	}

}
