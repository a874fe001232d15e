/**
 * Checkpoints and leases in a relational database.
 */
@NullMarked
package io.headwater.checkpoint.jdbc;

import org.jspecify.annotations.NullMarked;
