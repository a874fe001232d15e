package io.headwater.checkpoint.jdbc;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Takes the scripts that create the tables for checkpoints into a native image.
 */
final class CheckpointSchemaHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/headwater/checkpoint/jdbc/schema-*.sql");
	}

}
