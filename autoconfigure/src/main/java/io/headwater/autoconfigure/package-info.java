/**
 * How Headwater lives in Spring Boot: properties, connection details and beans.
 */
@NullMarked
package io.headwater.autoconfigure;

import org.jspecify.annotations.NullMarked;
