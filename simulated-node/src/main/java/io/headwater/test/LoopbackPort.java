package io.headwater.test;

import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds the port of a node at its first start.
 */
final class LoopbackPort {

	// Below the ports that Linux, macOS and Windows give to outgoing connections: one of
	// those could be taken while the node is stopped, even by the client that tries to
	// reconnect.
	private static final int LOWEST = 20_000;

	private static final int HIGHEST = 32_000;

	private static final int ATTEMPTS = 100;

	private LoopbackPort() {
	}

	/**
	 * Open something on a port that is free.
	 * @param <T> what is opened
	 * @param opening opens it on a given port
	 * @return what was opened
	 * @throws IOException if it fails for another reason than the port, or for too many
	 * ports
	 */
	static <T> T openOnFreePort(Opening<T> opening) throws IOException {
		BindException last = null;
		for (int i = 0; i < ATTEMPTS; i++) {
			try {
				return opening.open(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));
			}
			catch (BindException ex) {
				last = ex;
			}
		}
		throw new IOException("No free port in " + ATTEMPTS + " attempts", last);
	}

	/**
	 * Opens something on a port.
	 *
	 * @param <T> what is opened
	 */
	@FunctionalInterface
	interface Opening<T> {

		T open(int port) throws IOException;

	}

}
