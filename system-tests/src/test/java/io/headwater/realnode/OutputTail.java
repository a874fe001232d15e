package io.headwater.realnode;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last lines a process wrote; older ones are dropped.
 */
public final class OutputTail {

	private static final int MAX_LINES = 200;

	private final Deque<String> lines = new ArrayDeque<>();

	public synchronized void add(String line) {
		if (this.lines.size() == MAX_LINES) {
			this.lines.removeFirst();
		}
		this.lines.addLast(line);
	}

	@Override
	public synchronized String toString() {
		return String.join("\n", this.lines);
	}

}
