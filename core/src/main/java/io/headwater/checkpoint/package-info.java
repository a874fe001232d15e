/**
 * Where delivery stands, kept so that it goes on there after a restart, and whose turn it
 * is to deliver.
 */
@NullMarked
package io.headwater.checkpoint;

import org.jspecify.annotations.NullMarked;
