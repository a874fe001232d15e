package io.headwater.health;

import java.time.Duration;

/**
 * What is wrong with a stream, if anything is.
 *
 * @param condition how it is
 * @param duration for how long
 * @param atOnce whether waiting is of no use
 */
record Diagnosis(StreamCondition condition, Duration duration, boolean atOnce) {
}
