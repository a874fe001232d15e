/**
 * Used by every room: logs that stay short, whatever goes wrong and how often; inputs one
 * at a time; states whose moves are told in order; what becomes of an observer's failure.
 */
@NullMarked
package io.headwater.support;

import org.jspecify.annotations.NullMarked;
