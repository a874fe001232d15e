/**
 * Shows streams, and lets an operator act on them, through Boot's Actuator.
 */
@NullMarked
package io.headwater.endpoint;

import org.jspecify.annotations.NullMarked;
