package io.headwater.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The newest of some entries.
 *
 * @param <T> what is kept
 */
final class Recent<T> {

	private static final int KEPT = 20;

	private final Deque<T> entries = new ArrayDeque<>();

	synchronized void add(T entry) {
		this.entries.addFirst(entry);
		if (this.entries.size() > KEPT) {
			this.entries.removeLast();
		}
	}

	/**
	 * Return what is kept, the newest first.
	 */
	synchronized List<T> list() {
		return List.copyOf(this.entries);
	}

}
