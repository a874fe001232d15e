/**
 * Holds what listeners received to the contract.
 */
@NullMarked
package io.headwater.test.walk;

import org.jspecify.annotations.NullMarked;
