package io.headwater.support;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Lets one line of each kind through in ten seconds, and counts those it holds back: a
 * fault that comes a thousand times a second must not fill the disk. Safe to use from any
 * thread.
 */
public final class LogThrottle {

	private static final Duration QUIET = Duration.ofSeconds(10);

	private static final int MAX_KINDS = 256;

	private final LongSupplier nanoTime;

	/** The kind seen longest ago is forgotten first. */
	private final Map<String, Line> lines = new LinkedHashMap<>(16, 0.75f, true);

	public LogThrottle(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Ask to write a line.
	 * @param kind what the line is about; made by us, never text of a node
	 * @return how many lines of this kind were held back since the last one, or empty if
	 * this one is to be held back too
	 */
	public synchronized OptionalInt pass(String kind) {
		long now = this.nanoTime.getAsLong();
		Line line = this.lines.get(kind);
		if (line != null && now - line.nanos < QUIET.toNanos()) {
			line.heldBack++;
			return OptionalInt.empty();
		}
		this.lines.put(kind, new Line(now));
		if (this.lines.size() > MAX_KINDS) {
			this.lines.remove(this.lines.keySet().iterator().next());
		}
		return OptionalInt.of((line != null) ? line.heldBack : 0);
	}

	/**
	 * Tell how many lines were held back.
	 * @param heldBack what {@link #pass(String)} has returned
	 * @return the same in words with a space before them, or nothing if there were none
	 */
	public static String heldBack(int heldBack) {
		return (heldBack > 0) ? " (and " + heldBack + " times since the last such line)" : "";
	}

	/** The last line of a kind. */
	private static final class Line {

		private final long nanos;

		private int heldBack;

		Line(long nanos) {
			this.nanos = nanos;
		}

	}

}
