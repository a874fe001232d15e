/**
 * What an application imports: the events that its listeners receive, and the values in
 * them.
 */
@NullMarked
package io.headwater;

import org.jspecify.annotations.NullMarked;
