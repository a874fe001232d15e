package io.headwater.journal;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a listener has done.
 *
 * @param name its name
 * @param calls how often it was called
 * @param failures how often it threw
 * @param last how long its latest call took that has ended, or {@code null} if none has
 * @param longest how long its longest call took
 * @param running how long it has been running, or {@code null} if it does not run
 */
public record ListenerReading(String name, long calls, long failures, @Nullable Duration last, Duration longest,
		@Nullable Duration running) {
}
