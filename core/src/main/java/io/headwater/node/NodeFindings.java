package io.headwater.node;

import org.jspecify.annotations.Nullable;

/**
 * What a node answered before it is followed.
 *
 * @param chainId its chain
 * @param syncing whether it is behind by its own account
 * @param number the number of its newest block, or {@code null} if it was not asked
 */
record NodeFindings(long chainId, boolean syncing, @Nullable Long number) {
}
