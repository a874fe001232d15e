/**
 * The processes of a bench: how they are started, what they say, what the kernel counts.
 */
@NullMarked
package io.headwater.benchmarks.process;

import org.jspecify.annotations.NullMarked;
