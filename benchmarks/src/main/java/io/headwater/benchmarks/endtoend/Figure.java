package io.headwater.benchmarks.endtoend;

/**
 * What is measured, with its unit.
 */
enum Figure {

	FIRST_HEAD("first head", "ms", 0),

	RATE("heads", "/s", 0),

	CPU("CPU", "us/head", 2),

	ALLOCATED("allocated", "B/head", 0),

	WAKE_UPS("wake-ups", "/head", 2),

	P50("p50", "us", 0),

	P99("p99", "us", 0),

	P999("p99.9", "us", 0),

	FETCHED("fetched, not announced", "%", 1),

	HEAP("heap after a collection", "MB", 1),

	HEAP_SWING("heap, most less least", "MB", 2),

	RSS("RSS", "MB", 0),

	MOST_RSS("most RSS", "MB", 0),

	THREADS("threads", "", 0);

	private final String label;

	private final String unit;

	private final int digits;

	Figure(String label, String unit, int digits) {
		this.label = label;
		this.unit = unit;
		this.digits = digits;
	}

	String title() {
		return this.unit.isEmpty() ? this.label
				: this.label + (this.unit.startsWith("/") ? this.unit : " " + this.unit);
	}

	String label() {
		return this.label;
	}

	String unit() {
		return this.unit;
	}

	int digits() {
		return this.digits;
	}

}
