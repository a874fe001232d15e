/**
 * What following a silent chain costs, thread by thread. Linux alone tells it finely
 * enough.
 */
@NullMarked
package io.headwater.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
