/**
 * Medians and percentiles.
 */
@NullMarked
package io.headwater.benchmarks.statistics;

import org.jspecify.annotations.NullMarked;
