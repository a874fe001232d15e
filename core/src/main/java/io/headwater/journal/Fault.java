package io.headwater.journal;

import java.time.Instant;

/**
 * Something that went wrong with a stream.
 *
 * @param time when it happened
 * @param kind what it is, by a constant of ours, such as {@code UNREACHABLE}
 * @param detail the same in words; no secret
 */
public record Fault(Instant time, String kind, String detail) {
}
