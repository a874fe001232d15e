package io.headwater.chain;

import java.util.LinkedHashMap;
import java.util.Map;

import io.headwater.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Headers that were announced or fetched and not delivered yet, the newest up to a bound.
 */
final class KnownHeads {

	private static final int CAPACITY = 256;

	private final Map<Hash, Known> heads = new LinkedHashMap<>();

	/**
	 * Add a head. One that was served takes the place of one that was only announced.
	 * @return whether what was known of its hash has changed
	 */
	boolean add(Known added) {
		Hash hash = added.head().hash();
		Known known = this.heads.putIfAbsent(hash, added);
		if (known == null) {
			if (this.heads.size() > CAPACITY) {
				this.heads.remove(this.heads.keySet().iterator().next());
			}
			return false;
		}
		Known served = known.served(added);
		this.heads.put(hash, served);
		return !served.head().equals(known.head());
	}

	@Nullable Known get(Hash hash) {
		return this.heads.get(hash);
	}

	void remove(Hash hash) {
		this.heads.remove(hash);
	}

	/** Forget what nobody but an announcement vouches for. */
	void removeUnserved() {
		this.heads.values().removeIf((known) -> !known.isServed());
	}

}
