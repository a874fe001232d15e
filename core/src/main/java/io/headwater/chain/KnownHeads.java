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

	void clear() {
		this.heads.clear();
	}

	/**
	 * One of them.
	 *
	 * @param head the header
	 * @param origin how it came first
	 * @param receivedNanos when it came first
	 * @param isServed whether a node vouches for it, and not the announcement alone
	 */
	record Known(Head head, HeadOrigin origin, long receivedNanos, boolean isServed) {

		static Known announced(Head head, long receivedNanos) {
			return new Known(head, HeadOrigin.LIVE, receivedNanos, false);
		}

		static Known served(Head head, HeadOrigin origin, long receivedNanos) {
			return new Known(head, origin, receivedNanos, true);
		}

		long number() {
			return this.head.number();
		}

		/**
		 * Return whether another head is told under the same hash.
		 */
		boolean contradicts(Head other) {
			return isSame(other) && !(number() == other.number() && this.head.parentHash().equals(other.parentHash()));
		}

		boolean isSame(Head other) {
			return this.head.hash().equals(other.hash());
		}

		/**
		 * Return what is known when the head of the same hash came once more.
		 */
		Known served(Known again) {
			return (again.isServed && !this.isServed) ? served(again.head, this.origin, this.receivedNanos) : this;
		}

	}

}
