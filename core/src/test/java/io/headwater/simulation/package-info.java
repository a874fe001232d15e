/**
 * Plays lives of a walk in virtual time: nodes that lie, lag and reorganise, an
 * application that stops and crashes, and what must hold of what is delivered.
 */
@NullMarked
package io.headwater.simulation;

import org.jspecify.annotations.NullMarked;
