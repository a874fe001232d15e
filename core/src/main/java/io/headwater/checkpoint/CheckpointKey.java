package io.headwater.checkpoint;

/**
 * Names a checkpoint. Instances of an application that share a namespace share their
 * checkpoints, and each head is delivered in one of them.
 *
 * @param namespace the application, by {@code headwater.checkpoint.namespace}
 * @param chain the configured name of the chain
 * @param group the listeners that have a checkpoint of their own; empty for all of them
 */
public record CheckpointKey(String namespace, String chain, String group) {

	/**
	 * The most characters that each part may have.
	 */
	public static final int MAX_LENGTH = 100;

	public CheckpointKey {
		requireName("namespace", namespace);
		requireName("chain", chain);
		requireLength("group", group);
	}

	/**
	 * Name the checkpoint for all listeners.
	 * @param namespace the application
	 * @param chain the configured name of the chain
	 */
	public CheckpointKey(String namespace, String chain) {
		this(namespace, chain, "");
	}

	private static void requireName(String part, String value) {
		requireLength(part, value);
		if (value.isEmpty()) {
			throw new IllegalArgumentException("The " + part + " of a checkpoint must not be empty");
		}
	}

	/** Databases differ in what they make of space at the end. */
	private static void requireLength(String part, String value) {
		if (value.length() > MAX_LENGTH || !value.strip().equals(value)) {
			throw new IllegalArgumentException("The " + part + " of a checkpoint has at most " + MAX_LENGTH
					+ " characters, and no space before or after them");
		}
	}

	@Override
	public String toString() {
		return this.namespace + "/" + this.chain + (this.group.isEmpty() ? "" : "/" + this.group);
	}

}
