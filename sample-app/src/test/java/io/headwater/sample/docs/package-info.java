/**
 * The code that the pages in {@code docs/} show, so that it compiles and does what they
 * say.
 */
@NullMarked
package io.headwater.sample.docs;

import org.jspecify.annotations.NullMarked;
