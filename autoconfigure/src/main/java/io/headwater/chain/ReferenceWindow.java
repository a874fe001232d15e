package io.headwater.chain;

import java.util.LinkedHashMap;
import java.util.Map;

import io.headwater.BlockRef;
import io.headwater.Hash;

/**
 * The newest references that were delivered, up to a bound.
 */
final class ReferenceWindow {

	private final Map<Hash, Long> numbers;

	ReferenceWindow(int capacity) {
		this.numbers = new LinkedHashMap<>() {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(Map.Entry<Hash, Long> eldest) {
				return size() > capacity;
			}

		};
	}

	void add(BlockRef block) {
		this.numbers.put(block.hash(), block.number());
	}

	boolean contains(Hash hash) {
		return this.numbers.containsKey(hash);
	}

	void clear() {
		this.numbers.clear();
	}

}
