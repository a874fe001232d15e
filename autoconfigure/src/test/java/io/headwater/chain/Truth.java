package io.headwater.chain;

import java.util.HashMap;
import java.util.Map;

import io.headwater.Hash;

/**
 * Knows of each block whether it is, or when it last was, canonical for some backend.
 */
final class Truth {

	private final VirtualTime time;

	private final Map<Hash, Integer> views = new HashMap<>();

	private final Map<Hash, Long> left = new HashMap<>();

	private final Map<Hash, Long> changed = new HashMap<>();

	Truth(VirtualTime time) {
		this.time = time;
	}

	void joined(Hash hash) {
		this.views.merge(hash, 1, Integer::sum);
		this.changed.put(hash, this.time.now());
	}

	void left(Hash hash) {
		this.views.merge(hash, -1, Integer::sum);
		this.left.put(hash, this.time.now());
		this.changed.put(hash, this.time.now());
	}

	boolean wasCanonicalSince(Hash hash, long moment) {
		return this.views.getOrDefault(hash, 0) > 0 || this.left.getOrDefault(hash, Long.MIN_VALUE) >= moment;
	}

	/**
	 * Return whether no backend had, since a moment, another block in the place of this
	 * one.
	 */
	boolean stoodEverywhereSince(Hash hash, int backends, long moment) {
		return this.views.getOrDefault(hash, 0) == backends && this.changed.getOrDefault(hash, moment) < moment;
	}

}
