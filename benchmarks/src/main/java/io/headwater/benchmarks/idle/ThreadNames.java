package io.headwater.benchmarks.idle;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.headwater.benchmarks.process.ThreadCounters;

/**
 * The whole names of a JVM's threads, by the kernel's ids.
 */
final class ThreadNames {

	/** Java threads have a number; the id is hexadecimal in older JVMs. */
	private static final Pattern HEADER = Pattern.compile("\"(.*)\" (#\\d+ )?.*\\bnid=(0x[0-9a-f]+|\\d+).*");

	/**
	 * In the stack of the JDK's nameless thread that waits for the container's sockets.
	 */
	private static final String ASYNCHRONOUS_IO = "sun.nio.ch.EPollPort";

	private final Map<Integer, Named> names = new HashMap<>();

	private int latest;

	/**
	 * Take a line of a thread dump.
	 */
	void add(String line) {
		Matcher matcher = HEADER.matcher(line);
		if (matcher.matches()) {
			String name = matcher.group(1);
			this.latest = Integer.decode(matcher.group(3));
			this.names.put(this.latest, new Named(name, Owner.ofName(name, matcher.group(2) != null)));
		}
		else if (line.contains(ASYNCHRONOUS_IO)) {
			this.names.computeIfPresent(this.latest, (tid, named) -> named.ofContainer());
		}
	}

	/**
	 * Whether a line of a thread dump is worth adding.
	 */
	static boolean tells(String line) {
		return line.startsWith("\"") || line.contains(ASYNCHRONOUS_IO);
	}

	Named of(ThreadCounters thread) {
		Named named = this.names.get(thread.tid());
		return (named != null) ? named : new Named(thread.comm(), Owner.ofComm(thread.comm()));
	}

	/**
	 * A thread's name.
	 *
	 * @param name the whole name, or the kernel's if the JVM does not tell
	 * @param owner whose it is
	 */
	record Named(String name, Owner owner) {

		Named ofContainer() {
			return (this.owner == Owner.OTHER) ? new Named(this.name, Owner.CONTAINER_IO) : this;
		}

	}

}
