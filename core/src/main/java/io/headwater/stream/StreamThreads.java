package io.headwater.stream;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.headwater.transport.DefaultClientFactory;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes the threads of streams, platform or virtual ones.
 */
@FunctionalInterface
public interface StreamThreads {

	/** How long a thread of {@link #asNeeded} lives without work. */
	Duration IDLE_LIFE = Duration.ofSeconds(5);

	static StreamThreads platform() {
		return (name) -> {
			CustomizableThreadFactory threads = new CustomizableThreadFactory(name + "-");
			threads.setDaemon(true);
			return threads;
		};
	}

	/** Return virtual threads, which JDK 21 and newer ones have. */
	static StreamThreads virtual() {
		return (name) -> new VirtualThreadTaskExecutor(name + "-").getVirtualThreadFactory();
	}

	/**
	 * Return what makes the daemon threads for one role in one chain.
	 * @param name the name of the threads, {@code headwater-<chain>-<role>}
	 */
	ThreadFactory named(String name);

	/** Make Headwater's own clients, unless an application brings others. */
	default DefaultClientFactory ownClients() {
		return new DefaultClientFactory(named("headwater-reader"), System::nanoTime, Clock.systemUTC());
	}

	/**
	 * Return what makes the daemon threads for one role in one chain.
	 * @param role what the threads do
	 */
	default ThreadFactory forRole(String chain, String role) {
		return named("headwater-" + chain + "-" + role);
	}

	/**
	 * Return an executor that has threads only while there is work, which may block, and
	 * a little longer. What comes after a shutdown is refused with a
	 * {@link RejectedExecutionException}, so that whoever brings it can do without.
	 * @param role what the threads do
	 * @return the executor
	 */
	default ExecutorService asNeeded(String chain, String role) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_LIFE.toNanos(), TimeUnit.NANOSECONDS,
				new SynchronousQueue<>(), forRole(chain, role), new ThreadPoolExecutor.AbortPolicy());
	}

}
