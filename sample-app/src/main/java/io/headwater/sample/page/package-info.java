/**
 * What a browser sees of the chains: one page, fed by server-sent events.
 */
@NullMarked
package io.headwater.sample.page;

import org.jspecify.annotations.NullMarked;
