/**
 * Deliveries and calls of listeners as observations of Micrometer: a trace for each
 * event, with a span for each listener.
 */
@NullMarked
package io.headwater.observation;

import org.jspecify.annotations.NullMarked;
