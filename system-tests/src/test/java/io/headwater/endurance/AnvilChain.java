package io.headwater.endurance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.realnode.RealNode;
import tools.jackson.databind.JsonNode;

/**
 * The chain of an anvil that mines and reorganises as chance has it, and every block that
 * was ever on it.
 */
public final class AnvilChain {

	/** Without a transaction, blocks of the same second would be the same again. */
	private static final Map<String, String> TRANSFER = Map.of("from", "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
			"to", "0x70997970c51812dc3a010c7d01b50e0d17dc79c8", "value", "0x1");

	private static final int DEEPEST_REORG = 5;

	private final Set<BlockRef> everCanonical = new HashSet<>();

	private final RealNode node;

	/**
	 * Create a chain.
	 * @param node an anvil
	 */
	public AnvilChain(RealNode node) {
		this.node = node;
		remember();
	}

	/**
	 * Mine some blocks, or replace some.
	 * @param random decides what happens
	 */
	public void act(Random random) {
		int height = (int) head().number();
		if (height > DEEPEST_REORG && random.nextBoolean()) {
			reorganise(1 + random.nextInt(DEEPEST_REORG));
		}
		else {
			mine(1 + random.nextInt(4));
		}
	}

	/**
	 * Replace the newest blocks.
	 * @param depth how many
	 */
	public void reorganise(int depth) {
		this.node.rpc("anvil_reorg", depth, List.of(List.of(TRANSFER, 0)));
		remember();
	}

	/**
	 * Mine some blocks in one go.
	 * @param blocks how many
	 */
	public void mine(int blocks) {
		this.node.mine(blocks);
		remember();
	}

	private void remember() {
		for (long number = head().number(); number >= 0 && this.everCanonical.add(block(number)); number--) {
			continue;
		}
	}

	/**
	 * Return the newest block.
	 */
	public BlockRef head() {
		return ref(this.node.rpc("eth_getBlockByNumber", "latest", false));
	}

	/**
	 * Return the canonical chain from a number up to the newest block.
	 */
	public List<BlockRef> from(long number) {
		List<BlockRef> chain = new ArrayList<>();
		long head = head().number();
		for (long next = number; next <= head; next++) {
			chain.add(block(next));
		}
		return chain;
	}

	/**
	 * Tell whether a block is or was on the chain.
	 */
	public boolean everHad(BlockRef block) {
		return this.everCanonical.contains(block);
	}

	/**
	 * Tell whether another block of the same number is or was on the chain.
	 */
	boolean wasReplaced(BlockRef block) {
		return this.everCanonical.stream()
			.anyMatch((other) -> other.number() == block.number() && !other.equals(block));
	}

	private BlockRef block(long number) {
		return ref(this.node.rpc("eth_getBlockByNumber", "0x" + Long.toHexString(number), false));
	}

	private static BlockRef ref(JsonNode block) {
		return new BlockRef(Long.decode(block.get("number").asString()), Hash.of(block.get("hash").asString()));
	}

}
