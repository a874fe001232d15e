package io.headwater.realnode;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests which run real nodes. Where Node.js is absent they are skipped, except in
 * continuous integration, where they fail.
 * <p>
 * The nodes come from {@link RealNodes}: in a {@code try} of the test for a node of its
 * own, in a static {@code @AutoClose} field for one shared by the class.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Tag("real-node")
@ExtendWith(NodeJsCondition.class)
public @interface RealNodeTest {

}
