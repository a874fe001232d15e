/**
 * Where a recording of the JVM says that time and memory went.
 */
@NullMarked
package io.headwater.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
