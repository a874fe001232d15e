package io.headwater.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which of the known ways in which a network, a node or an attacker fails a test
 * plays. docs/design/failure-modes.md has them in a table, which
 * {@code FailureModeTableTests} holds true.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface FailureMode {

	/**
	 * Return the numbers of the failures.
	 */
	int[] value();

}
