package io.headwater.stream;

import java.util.concurrent.ThreadFactory;

/**
 * Makes the threads of streams, platform or virtual ones.
 */
@FunctionalInterface
public interface StreamThreads {

	/**
	 * Return what makes the daemon threads for one role in one chain.
	 * @param name the name of the threads, {@code headwater-<chain>-<role>}
	 * @return the factory
	 */
	ThreadFactory named(String name);

}
