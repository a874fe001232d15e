/**
 * What has happened to each stream lately, for those who ask how it stands.
 */
@NullMarked
package io.headwater.journal;

import org.jspecify.annotations.NullMarked;
