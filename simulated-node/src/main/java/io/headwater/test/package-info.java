/**
 * A simulated Ethereum node for tests of applications that follow the head of a chain.
 */
@NullMarked
package io.headwater.test;

import org.jspecify.annotations.NullMarked;
