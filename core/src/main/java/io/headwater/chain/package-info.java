/**
 * The walk on the chain: which head follows which, without threads, clocks or I/O.
 */
@NullMarked
package io.headwater.chain;

import org.jspecify.annotations.NullMarked;
