/**
 * One stream a chain: plugs the stages together, and keeps their life and their states.
 */
@NullMarked
package io.headwater.stream;

import org.jspecify.annotations.NullMarked;
