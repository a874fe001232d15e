package io.headwater.sample.check;

import io.headwater.BlockRef;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who knows a chain better than those who follow it. Only a chain of our own
 * making has one.
 */
public interface Truth {

	/**
	 * Return which chain this is about.
	 * @return the configured name of the chain
	 */
	String chain();

	/**
	 * Return how far the chain really is.
	 * @return the number of its newest block
	 */
	long headNumber();

	/**
	 * Return the parent of a block of any branch.
	 * @param block the block
	 * @return its parent, or {@code null} if it has none, or never was
	 */
	@Nullable BlockRef parentOf(BlockRef block);

}
