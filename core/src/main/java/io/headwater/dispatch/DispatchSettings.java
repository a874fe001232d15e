package io.headwater.dispatch;

import java.time.Duration;

/**
 * What a publisher is to keep to.
 *
 * @param queueCapacity how many steps may wait for the listeners
 * @param failurePolicy what becomes of an event that a listener fails on
 * @param slowListenerAfter how long a listener may take before a warning is logged
 */
public record DispatchSettings(int queueCapacity, FailurePolicy failurePolicy, Duration slowListenerAfter) {
}
