package io.headwater.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class once with each WebSocket client that {@code headwater.engine}
 * can name. It is a system property meanwhile, which every application context reads.
 */
@Documented
@ClassTemplate
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EachEngineProvider.class)
public @interface EachEngine {

	/**
	 * Names the client that a test runs with.
	 */
	String PROPERTY = "headwater.engine";

	/**
	 * The value of the property for Headwater's own client.
	 */
	String NATIVE = "native";

}
