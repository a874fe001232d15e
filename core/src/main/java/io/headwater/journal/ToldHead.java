package io.headwater.journal;

import java.time.Instant;

import io.headwater.Hash;

/**
 * A head that the listeners were told.
 *
 * @param number its number
 * @param hash its hash
 * @param timestamp when the block was made, as the node says: in seconds since 1970-01-01
 * UTC, or in another unit on chains that have another one
 * @param told when the listeners were told
 */
public record ToldHead(long number, Hash hash, long timestamp, Instant told) {
}
