package io.headwater.test.walk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.headwater.BlockRef;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what stood below blocks that stand no more, since a start from a checkpoint
 * may bring them back.
 */
final class FormerBlocks {

	private final Map<BlockRef, @Nullable BlockRef> below = new HashMap<>();

	/**
	 * Take note of blocks that are about to be void.
	 * @param stack what stands
	 * @param kept how much of it stays
	 */
	void add(List<BlockRef> stack, int kept) {
		if (kept == 0 && !stack.isEmpty()) {
			this.below.putIfAbsent(stack.get(0), null);
		}
		for (int i = Math.max(1, kept); i < stack.size(); i++) {
			this.below.put(stack.get(i), stack.get(i - 1));
		}
	}

	/**
	 * Return what stands when a block is the last that counts.
	 * @param stack what stood before
	 * @return the block and those below it, the first one of the walk at the beginning;
	 * empty if the block was never delivered
	 */
	List<BlockRef> standingUpTo(BlockRef block, List<BlockRef> stack) {
		List<BlockRef> result = new ArrayList<>();
		BlockRef next = block;
		int index = index(next, stack);
		while (next != null && index < 0) {
			result.add(next);
			next = this.below.get(next);
			index = index(next, stack);
		}
		Collections.reverse(result);
		if (next == null) {
			return this.below.containsKey(block) ? result : List.of();
		}
		result.addAll(0, stack.subList(0, index + 1));
		return result;
	}

	private static int index(@Nullable BlockRef block, List<BlockRef> stack) {
		if (block == null || stack.isEmpty()) {
			return -1;
		}
		long index = block.number() - stack.get(0).number();
		return (index >= 0 && index < stack.size() && stack.get((int) index).equals(block)) ? (int) index : -1;
	}

}
