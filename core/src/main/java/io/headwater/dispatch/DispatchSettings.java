package io.headwater.dispatch;

import java.time.Duration;

/**
 * What a publisher is to keep to.
 */
public record DispatchSettings(int queueCapacity, FailurePolicy failurePolicy, Duration slowListenerAfter) {
}
