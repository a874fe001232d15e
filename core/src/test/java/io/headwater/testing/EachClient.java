package io.headwater.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class once with Headwater's own WebSocket client, and once with
 * Spring's client for the Jakarta API, for what holds over any client. A system property
 * says which one it is.
 */
@Documented
@ClassTemplate
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EachClientProvider.class)
public @interface EachClient {

	/**
	 * Names the client that a test runs with.
	 */
	String PROPERTY = "headwater.test.client";

	/**
	 * The value of the property for Headwater's own client.
	 */
	String OWN = "own";

}
