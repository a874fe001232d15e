/**
 * The clients of a node side by side, from the node's write to the listener: what a head
 * costs, and how long it takes.
 */
@NullMarked
package io.headwater.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
