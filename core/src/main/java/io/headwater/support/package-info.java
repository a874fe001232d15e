/**
 * Keeps what is logged short, whatever goes wrong and how often.
 */
@NullMarked
package io.headwater.support;

import org.jspecify.annotations.NullMarked;
