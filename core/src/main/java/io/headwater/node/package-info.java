/**
 * The Ethereum vocabulary: the {@code eth_} methods that a stream needs, and how a header
 * is read.
 */
@NullMarked
package io.headwater.node;

import org.jspecify.annotations.NullMarked;
