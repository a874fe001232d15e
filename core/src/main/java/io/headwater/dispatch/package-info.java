/**
 * From the walk to the listeners: a bounded queue, one publisher, and listeners that
 * cannot harm each other.
 */
@NullMarked
package io.headwater.dispatch;

import org.jspecify.annotations.NullMarked;
