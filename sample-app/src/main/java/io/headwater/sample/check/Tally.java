package io.headwater.sample.check;

import org.jspecify.annotations.Nullable;

/**
 * What a listener has received of a chain, and what was wrong with it.
 *
 * @param heads how many heads came
 * @param lost how many blocks below a head never came
 * @param duplicated how many heads came although they were there
 * @param disordered how many events did not continue what came before
 * @param behind how many blocks of the chain are still to come, or {@code null} if nobody
 * knows
 */
public record Tally(long heads, long lost, long duplicated, long disordered, @Nullable Long behind) {
}
