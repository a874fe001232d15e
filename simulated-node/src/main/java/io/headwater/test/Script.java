package io.headwater.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a test has asked for in place of what a node does by itself, by occasion. What is
 * for one time each comes first, in the order of asking, then what stays.
 *
 * @param <K> the occasions
 * @param <V> what takes the place
 */
final class Script<K, V> {

	private final Map<K, Deque<V>> once = new HashMap<>();

	private final Map<K, V> always = new HashMap<>();

	synchronized void addOnce(K occasion, V replacement) {
		this.once.computeIfAbsent(occasion, (key) -> new ArrayDeque<>()).add(replacement);
	}

	synchronized void setAlways(K occasion, V replacement) {
		this.always.put(occasion, replacement);
	}

	synchronized void clear(K occasion) {
		this.once.remove(occasion);
		this.always.remove(occasion);
	}

	synchronized void clear() {
		this.once.clear();
		this.always.clear();
	}

	/**
	 * Take what comes next on an occasion.
	 * @param occasion which
	 * @return the replacement, or {@code null} if the node is to act by itself
	 */
	synchronized @Nullable V take(K occasion) {
		Deque<V> replacements = this.once.get(occasion);
		V next = (replacements != null) ? replacements.poll() : null;
		return (next != null) ? next : this.always.get(occasion);
	}

}
