/**
 * What tests of several packages share.
 */
@NullMarked
package io.headwater.testing;

import org.jspecify.annotations.NullMarked;
