package io.headwater.test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * An in-memory tree of blocks with one canonical branch, which grows, reorganises and
 * rolls back as a test asks. Every block names its true parent, and no two blocks have
 * the same hash. Safe for use by several threads; nodes that serve it hear of new blocks
 * in the order in which they were made. It remembers every block ever made.
 */
public final class SimulatedChain {

	private final Lock lock = new ReentrantLock();

	private final List<ChainListener> listeners = new ArrayList<>();

	private final long chainId;

	private final InstantSource time;

	private final BlockTree tree;

	private int safeDepth = 32;

	private int finalizedDepth = 64;

	/**
	 * Create a chain of a genesis block only, on the system's clock.
	 * @param chainId what {@code eth_chainId} answers, as a number
	 */
	public SimulatedChain(long chainId) {
		this(chainId, 0, InstantSource.system());
	}

	/**
	 * Create a chain of a genesis block only. The same chain id, seed and sequence of
	 * calls give the same hashes.
	 * @param chainId what {@code eth_chainId} answers, as a number
	 * @param seed what tells this chain from others of the same id
	 * @param time where timestamps come from; a block is still at least one second
	 * younger than its parent
	 */
	public SimulatedChain(long chainId, long seed, InstantSource time) {
		this.chainId = chainId;
		this.time = time;
		this.tree = new BlockTree(chainId + ":" + seed);
		this.tree.append(time.instant());
	}

	/**
	 * Return the id of this chain.
	 * @return what {@code eth_chainId} answers, as a number
	 */
	public long chainId() {
		return this.chainId;
	}

	/**
	 * Add one block on top of the head.
	 * @return the new head
	 */
	public SimulatedBlock mine() {
		return mine(1).get(0);
	}

	/**
	 * Add several blocks on top of the head in one go.
	 * @param count how many, at least 1
	 * @return the new blocks, oldest first
	 */
	public List<SimulatedBlock> mine(int count) {
		return replace(0, count);
	}

	/**
	 * Replace the newest blocks by as many others.
	 * @param depth how many blocks leave the canonical branch; at least 1, and fewer than
	 * there are, since genesis stays
	 * @return the new branch, oldest first
	 */
	public List<SimulatedBlock> reorg(int depth) {
		return reorg(depth, depth);
	}

	/**
	 * Replace the newest blocks by a branch of another length.
	 * @param depth how many blocks leave the canonical branch; at least 1, and fewer than
	 * there are, since genesis stays
	 * @param newLength how many blocks take their place, at least 1
	 * @return the new branch, oldest first
	 */
	public List<SimulatedBlock> reorg(int depth, int newLength) {
		require(depth >= 1, "depth must be at least 1");
		return replace(depth, newLength);
	}

	/**
	 * Drop the newest blocks without replacement, as a development node does that lost
	 * its state. No node announces this.
	 * @param depth how many blocks leave the canonical branch; at least 1, and fewer than
	 * there are, since genesis stays
	 * @return the block that is the head now
	 */
	public SimulatedBlock rollback(int depth) {
		require(depth >= 1, "depth must be at least 1");
		return locked(() -> {
			this.tree.drop(depth);
			return this.tree.belowTip(0);
		});
	}

	/**
	 * Return the newest canonical block.
	 * @return the head
	 */
	public SimulatedBlock head() {
		return locked(() -> this.tree.belowTip(0));
	}

	/**
	 * Return the block that the node calls {@code safe}: 32 below the head unless
	 * {@link #finality(int, int)} says otherwise, and never below genesis.
	 * @return a canonical block
	 */
	public SimulatedBlock safe() {
		return locked(() -> this.tree.belowTip(this.safeDepth));
	}

	/**
	 * Return the block that the node calls {@code finalized}: 64 below the head unless
	 * {@link #finality(int, int)} says otherwise, and never below genesis.
	 * @return a canonical block
	 */
	public SimulatedBlock finalized() {
		return locked(() -> this.tree.belowTip(this.finalizedDepth));
	}

	/**
	 * Set how far the {@code safe} and {@code finalized} blocks are behind the head.
	 * Nothing forbids a reorg deeper than that.
	 * @param safeDepth in blocks, at least 0
	 * @param finalizedDepth in blocks, at least {@code safeDepth}
	 */
	public void finality(int safeDepth, int finalizedDepth) {
		require(safeDepth >= 0, "safeDepth must not be negative");
		require(finalizedDepth >= safeDepth, "finalizedDepth must not be less than safeDepth");
		this.lock.lock();
		try {
			this.safeDepth = safeDepth;
			this.finalizedDepth = finalizedDepth;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Find a block of the canonical branch.
	 * @param number the height
	 * @return the block, or {@code null} if the branch has none there
	 */
	public @Nullable SimulatedBlock blockByNumber(long number) {
		return this.<@Nullable SimulatedBlock>locked(() -> this.tree.byNumber(number));
	}

	/**
	 * Find a block of any branch, as nodes do.
	 * @param hash {@code 0x} and 64 lower-case hex digits
	 * @return the block, or {@code null} if there never was one
	 */
	public @Nullable SimulatedBlock blockByHash(String hash) {
		return this.<@Nullable SimulatedBlock>locked(() -> this.tree.byHash(hash));
	}

	/**
	 * Return the canonical branch as it is now.
	 * @return genesis to head; an unmodifiable copy
	 */
	public List<SimulatedBlock> canonical() {
		return locked(() -> this.tree.canonical());
	}

	void addListener(ChainListener listener) {
		locked(() -> this.listeners.add(listener));
	}

	void removeListener(ChainListener listener) {
		locked(() -> this.listeners.remove(listener));
	}

	private List<SimulatedBlock> replace(int depth, int count) {
		require(count >= 1, "at least 1 block must be added");
		return locked(() -> {
			this.tree.drop(depth);
			List<SimulatedBlock> added = new ArrayList<>(count);
			for (int i = 0; i < count; i++) {
				added.add(this.tree.append(this.time.instant()));
			}
			List<SimulatedBlock> branch = List.copyOf(added);
			this.listeners.forEach((listener) -> listener.extended(branch));
			return branch;
		});
	}

	private <T extends @Nullable Object> T locked(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}
