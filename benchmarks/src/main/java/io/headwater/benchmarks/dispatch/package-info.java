/**
 * What the delivery of an event costs.
 */
@NullMarked
package io.headwater.benchmarks.dispatch;

import org.jspecify.annotations.NullMarked;
