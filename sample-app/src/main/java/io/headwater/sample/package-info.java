/**
 * An application that follows a chain: a simulated one, or that of a real node.
 */
@NullMarked
package io.headwater.sample;

import org.jspecify.annotations.NullMarked;
