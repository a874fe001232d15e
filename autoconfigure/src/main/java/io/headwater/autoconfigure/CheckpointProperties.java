package io.headwater.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of checkpoints.
 *
 * @param store where checkpoints are kept.
 * @param namespace name under which checkpoints are kept. Instances with the same name
 * share them, and one of them delivers. By default, the application's name.
 * @param lease time after which another instance takes over from one that is no longer
 * heard of.
 * @param standbyInterval longest time between two attempts of an instance that waits for
 * its turn.
 * @param saveEvery number of steps after which the checkpoint is saved. It is saved
 * anyway one second after the last one.
 * @param maxUnsaved number of steps that may be delivered while the checkpoint cannot be
 * saved.
 */
public record CheckpointProperties(@DefaultValue("memory") Store store, @Nullable String namespace,
		@DefaultValue("30s") Duration lease, @DefaultValue("500ms") Duration standbyInterval,
		@DefaultValue("1") int saveEvery, @DefaultValue("256") int maxUnsaved) {

	/** Where checkpoints are kept. */
	public enum Store {

		/** In memory: they are gone after a restart. */
		MEMORY,

		/** In the application's database. */
		JDBC

	}

}
