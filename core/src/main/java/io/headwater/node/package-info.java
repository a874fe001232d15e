/**
 * Chooses the node of a chain that is followed: connects, checks, follows and leaves it.
 */
@NullMarked
package io.headwater.node;

import org.jspecify.annotations.NullMarked;
