package io.headwater.chain;

import java.util.List;

/**
 * A step of the walk: it enters the queue whole or not at all.
 *
 * @param events what is published, in its order
 * @param receivedNanos when the frame came that brought the step, on the caller's clock
 */
public record WalkStep(List<WalkEvent> events, long receivedNanos) {
}
