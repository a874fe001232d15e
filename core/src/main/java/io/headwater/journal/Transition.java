package io.headwater.journal;

import java.time.Instant;

import io.headwater.StreamState;

/**
 * A change of a stream's state.
 *
 * @param time when it happened
 * @param from the state before
 * @param to the state after it, of the same kind
 * @param reason why, in words; no secret
 */
public record Transition(Instant time, StreamState from, StreamState to, String reason) {
}
