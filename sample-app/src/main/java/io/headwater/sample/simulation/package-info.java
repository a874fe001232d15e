/**
 * The embedded chain, and what can be done to it.
 */
@NullMarked
package io.headwater.sample.simulation;

import org.jspecify.annotations.NullMarked;
