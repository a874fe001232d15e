/**
 * The Ethereum vocabulary: the {@code eth_} methods that a stream needs, and how a header
 * is read.
 */
@NullMarked
package io.headwater.ethereum;

import org.jspecify.annotations.NullMarked;
