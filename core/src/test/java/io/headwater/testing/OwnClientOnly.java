package io.headwater.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Marks a test of what Headwater's own client does, and no client must do, in a class
 * that runs with {@link EachClient}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = EachClient.PROPERTY, matches = EachClient.OWN,
		disabledReason = "no client of others promises this")
public @interface OwnClientOnly {

}
