package io.headwater.benchmarks.endtoend;

import java.util.Locale;

/**
 * What is measured of a contender. The first four are parts of one life of its process.
 */
enum Scenario {

	/** From the start of the process to the first head. */
	START,

	/** Heads as fast as they are read. */
	FLOOD,

	/** 1,000 heads a second, then 10. */
	PACED,

	/** What is there when nothing happens. */
	REST,

	/** A long gap, fetched from the node; Headwater alone. */
	CATCH_UP,

	/** More chains; Headwater alone. */
	CHAINS,

	/** More listeners; Headwater alone. */
	LISTENERS,

	/** Very many heads, and what is left of them in memory; Headwater alone. */
	SOAK;

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static Scenario of(String label) {
		return valueOf(label.trim().toUpperCase(Locale.ROOT).replace('-', '_'));
	}

}
