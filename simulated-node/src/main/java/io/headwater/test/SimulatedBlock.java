package io.headwater.test;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One block of a {@link SimulatedChain}. Immutable, and equal to another block of the
 * same hash.
 */
public final class SimulatedBlock {

	private final long number;

	private final String hash;

	private final String parentHash;

	private final Instant timestamp;

	SimulatedBlock(long number, String hash, String parentHash, Instant timestamp) {
		this.number = number;
		this.hash = hash;
		this.parentHash = parentHash;
		this.timestamp = timestamp;
	}

	/**
	 * Return the height of this block.
	 * @return the number of blocks below it; 0 for genesis
	 */
	public long number() {
		return this.number;
	}

	/**
	 * Return the hash, which no other block of any branch has.
	 * @return {@code 0x} and 64 lower-case hex digits
	 */
	public String hash() {
		return this.hash;
	}

	/**
	 * Return the hash of the block below; only zeros for genesis.
	 * @return {@code 0x} and 64 lower-case hex digits
	 */
	public String parentHash() {
		return this.parentHash;
	}

	/**
	 * Return when this block was made, in whole seconds and later than its parent.
	 * @return the time in the header
	 */
	public Instant timestamp() {
		return this.timestamp;
	}

	/**
	 * Return this block as {@code eth_getBlockByNumber} and {@code newHeads} show it, for
	 * a test that compares or alters it.
	 * @return a JSON object
	 */
	public String toJson() {
		return BlockJson.block(this).toString();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SimulatedBlock block && this.hash.equals(block.hash);
	}

	@Override
	public int hashCode() {
		return this.hash.hashCode();
	}

	@Override
	public String toString() {
		return "block " + this.number + " " + this.hash;
	}

}
