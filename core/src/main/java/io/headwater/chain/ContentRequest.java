package io.headwater.chain;

import io.headwater.Head;

/**
 * What the tracker wants to know of a head before it is delivered, such as its logs.
 *
 * @param id the request's own number, by which its answer is known
 */
public record ContentRequest(long id, Head head) {
}
