/**
 * Counts what a listener receives against what it was promised.
 */
@NullMarked
package io.headwater.sample.check;

import org.jspecify.annotations.NullMarked;
