/**
 * Runs real Ethereum nodes (anvil, hardhat, ganache) as processes of a test.
 */
@NullMarked
package io.headwater.realnode;

import org.jspecify.annotations.NullMarked;
