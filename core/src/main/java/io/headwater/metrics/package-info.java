/**
 * What Headwater measures, in Micrometer.
 */
@NullMarked
package io.headwater.metrics;

import org.jspecify.annotations.NullMarked;
