package io.headwater.chain;

import java.util.LinkedHashMap;
import java.util.Map;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Headers that were announced or fetched and not delivered yet, the newest up to a bound.
 */
final class KnownHeads {

	private static final int CAPACITY = 256;

	private final Map<Hash, Known> heads = new LinkedHashMap<>();

	void add(Head head, HeadOrigin origin, long receivedNanos) {
		if (this.heads.putIfAbsent(head.hash(), new Known(head, origin, receivedNanos)) == null
				&& this.heads.size() > CAPACITY) {
			this.heads.remove(this.heads.keySet().iterator().next());
		}
	}

	@Nullable Known get(Hash hash) {
		return this.heads.get(hash);
	}

	void remove(Hash hash) {
		this.heads.remove(hash);
	}

	void clear() {
		this.heads.clear();
	}

	/**
	 * One of them.
	 *
	 * @param head the header
	 * @param origin how it came first
	 * @param receivedNanos when it came first
	 */
	record Known(Head head, HeadOrigin origin, long receivedNanos) {
	}

}
