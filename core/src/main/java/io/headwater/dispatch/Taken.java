package io.headwater.dispatch;

import java.util.Collection;

import io.headwater.StreamStateChangedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the publisher took from its queue: the leave to go on, if there is neither a
 * change nor a step.
 *
 * @param changes changes of state
 * @param step a step, or {@code null}
 * @param room whether there is room again after a step was refused
 */
record Taken(Collection<StreamStateChangedEvent> changes, @Nullable Step step, boolean room) {
}
