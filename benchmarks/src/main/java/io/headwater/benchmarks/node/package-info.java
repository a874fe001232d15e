/**
 * What reading a head costs.
 */
@NullMarked
package io.headwater.benchmarks.node;

import org.jspecify.annotations.NullMarked;
