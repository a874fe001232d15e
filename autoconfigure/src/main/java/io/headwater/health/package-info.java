/**
 * Whether each stream delivers, in Boot's health.
 */
@NullMarked
package io.headwater.health;

import org.jspecify.annotations.NullMarked;
