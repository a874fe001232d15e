/**
 * The clients that are measured side by side, a process each, and how each is asked.
 */
@NullMarked
package io.headwater.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
