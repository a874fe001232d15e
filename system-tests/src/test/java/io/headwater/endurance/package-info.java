/**
 * Applications that run for long, under attack, and until they are killed: each as a JVM
 * of its own.
 */
@NullMarked
package io.headwater.endurance;

import org.jspecify.annotations.NullMarked;
