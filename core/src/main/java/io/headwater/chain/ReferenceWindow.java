package io.headwater.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.headwater.BlockRef;
import io.headwater.Hash;
import org.jspecify.annotations.Nullable;

/**
 * The newest references that were delivered, without holes, up to a bound: a ring of
 * hashes, since the numbers follow from the first one.
 */
final class ReferenceWindow {

	private static final int USUAL_SIZE = 64;

	/** Looked through with each announcement, so not all of them; a power of two. */
	private static final int NEWEST = 16;

	private final int capacity;

	private @Nullable Hash[] ring = new Hash[USUAL_SIZE];

	/** Hash codes of the newest references, and of some that were removed since. */
	private final int[] newest = new int[NEWEST];

	private int head;

	private int size;

	private long first;

	/** The number of the first head of the walk, remembered or not. */
	private long begun;

	/** Create it empty. */
	ReferenceWindow(int capacity) {
		this.capacity = capacity;
	}

	/** Create it with the newest references of an earlier run. */
	ReferenceWindow(int capacity, long begun, List<BlockRef> references) {
		this(capacity);
		references.forEach((block) -> add(block.number(), block.hash()));
		this.begun = begun;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/** Return the oldest number that is remembered. */
	long first() {
		return this.first;
	}

	/** Return the newest number that is remembered. */
	long last() {
		return this.first + this.size - 1;
	}

	/**
	 * Return whether older references were forgotten, so that the first one is not the
	 * first of the walk.
	 */
	boolean isTruncated() {
		return this.first > this.begun;
	}

	/**
	 * Return whether the head of a number belongs to the walk, but is too old to be
	 * remembered.
	 */
	boolean isForgotten(long number) {
		return number >= this.begun && number < this.first;
	}

	/**
	 * Return the hash that was delivered under a number.
	 * @return the hash, or {@code null} if none is remembered
	 */
	@Nullable Hash hash(long number) {
		return (number < this.first || number > last()) ? null : this.ring[slot((int) (number - this.first))];
	}

	/** Return whether one of the newest references has a hash under another number. */
	boolean hasUnderOtherNumber(long number, Hash hash) {
		int code = hash.hashCode();
		boolean mayBeThere = false;
		for (int other : this.newest) {
			mayBeThere |= other == code;
		}
		return mayBeThere && isAmongNewest(hash) && !contains(number, hash);
	}

	private boolean isAmongNewest(Hash hash) {
		for (int i = Math.max(0, this.size - NEWEST); i < this.size; i++) {
			if (hash.equals(this.ring[slot(i)])) {
				return true;
			}
		}
		return false;
	}

	private boolean contains(long number, Hash hash) {
		return hash.equals(hash(number));
	}

	void add(long number, Hash hash) {
		if (this.size == 0) {
			this.first = number;
			this.begun = number;
		}
		if (this.size == this.capacity) {
			this.head = slot(1);
			this.size--;
			this.first++;
		}
		if (this.size == this.ring.length) {
			grow();
		}
		this.ring[slot(this.size++)] = hash;
		this.newest[newestSlot(number)] = hash.hashCode();
	}

	/** Return the references above a number, newest first. */
	List<BlockRef> above(long number) {
		List<BlockRef> result = new ArrayList<>();
		for (long above = last(); above > number && above >= this.first; above--) {
			result.add(new BlockRef(above, Objects.requireNonNull(hash(above))));
		}
		return result;
	}

	void removeAbove(long number) {
		while (this.size > 0 && last() > number) {
			this.ring[slot(--this.size)] = null;
		}
		for (int i = Math.max(0, this.size - NEWEST); i < this.size; i++) {
			this.newest[newestSlot(this.first + i)] = Objects.requireNonNull(this.ring[slot(i)]).hashCode();
		}
	}

	/** A division would be noticed with each head. */
	private int slot(int index) {
		int slot = this.head + index;
		return (slot < this.ring.length) ? slot : slot - this.ring.length;
	}

	private static int newestSlot(long number) {
		return (int) (number & (NEWEST - 1));
	}

	private void grow() {
		@Nullable Hash[] larger = new Hash[Math.min(this.capacity, this.ring.length * 2)];
		for (int i = 0; i < this.size; i++) {
			larger[i] = this.ring[slot(i)];
		}
		this.ring = larger;
		this.head = 0;
	}

}
