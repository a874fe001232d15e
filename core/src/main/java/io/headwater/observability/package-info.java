/**
 * What Headwater measures, in Micrometer.
 */
@NullMarked
package io.headwater.observability;

import org.jspecify.annotations.NullMarked;
