package io.headwater.simulation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Thousands of restarts are not worth a line in the log each.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(QuietCheckpoints.Extension.class)
@interface QuietCheckpoints {

	/**
	 * Switches the log off and on again.
	 */
	final class Extension implements BeforeAllCallback, AfterAllCallback {

		private static final String LOGGER = "io.headwater.checkpoint";

		@Override
		public void beforeAll(ExtensionContext context) {
			level(LogLevel.OFF);
		}

		@Override
		public void afterAll(ExtensionContext context) {
			level(null);
		}

		private static void level(LogLevel level) {
			LoggingSystem.get(QuietCheckpoints.class.getClassLoader()).setLogLevel(LOGGER, level);
		}

	}

}
