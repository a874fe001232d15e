/**
 * What keeping a checkpoint costs.
 */
@NullMarked
package io.headwater.benchmarks.checkpoint;

import org.jspecify.annotations.NullMarked;
