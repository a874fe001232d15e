package io.headwater.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of checkpoints.
 */
public class CheckpointProperties {

	/**
	 * Where checkpoints are kept.
	 */
	private Store store = Store.MEMORY;

	/**
	 * Name under which checkpoints are kept. Instances with the same name share them, and
	 * one of them delivers. By default, the application's name.
	 */
	private @Nullable String namespace;

	/**
	 * Time after which another instance takes over from one that is no longer heard of.
	 */
	private Duration lease = Duration.ofSeconds(30);

	/**
	 * Longest time between two attempts of an instance that waits for its turn.
	 */
	private Duration standbyInterval = Duration.ofMillis(500);

	/**
	 * Number of steps after which the checkpoint is saved. It is saved anyway one second
	 * after the last one.
	 */
	private int saveEvery = 1;

	/**
	 * Number of steps that may be delivered while the checkpoint cannot be saved.
	 */
	private int maxUnsaved = 256;

	public Store getStore() {
		return this.store;
	}

	public void setStore(Store store) {
		this.store = store;
	}

	public @Nullable String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	public Duration getLease() {
		return this.lease;
	}

	public void setLease(Duration lease) {
		this.lease = lease;
	}

	public Duration getStandbyInterval() {
		return this.standbyInterval;
	}

	public void setStandbyInterval(Duration standbyInterval) {
		this.standbyInterval = standbyInterval;
	}

	public int getSaveEvery() {
		return this.saveEvery;
	}

	public void setSaveEvery(int saveEvery) {
		this.saveEvery = saveEvery;
	}

	public int getMaxUnsaved() {
		return this.maxUnsaved;
	}

	public void setMaxUnsaved(int maxUnsaved) {
		this.maxUnsaved = maxUnsaved;
	}

	/**
	 * Where checkpoints are kept.
	 */
	public enum Store {

		/**
		 * In memory: they are gone after a restart.
		 */
		MEMORY,

		/**
		 * In the application's database.
		 */
		JDBC

	}

}
