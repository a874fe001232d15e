/**
 * What a step of the walk costs.
 */
@NullMarked
package io.headwater.benchmarks.chain;

import org.jspecify.annotations.NullMarked;
