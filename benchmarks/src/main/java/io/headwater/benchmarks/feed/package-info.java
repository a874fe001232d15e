/**
 * A node that announces mainnet-size heads faster than any client reads them, made of the
 * JDK alone.
 */
@NullMarked
package io.headwater.benchmarks.feed;

import org.jspecify.annotations.NullMarked;
