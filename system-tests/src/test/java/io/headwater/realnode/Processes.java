package io.headwater.realnode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for processes and sends them the signals for which Java has no method.
 */
public final class Processes {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private Processes() {
	}

	public static boolean endsWithin(Duration limit, Process process) {
		try {
			return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for a process, which is now killed", ex);
		}
	}

	public static void terminate(Process process) {
		process.destroy();
		if (!endsWithin(LIMIT, process)) {
			process.destroyForcibly();
			throw new IllegalStateException("The process ignored SIGTERM for " + LIMIT + " and is now killed");
		}
	}

	public static void kill(Process process) {
		process.destroyForcibly();
		if (!endsWithin(LIMIT, process)) {
			throw new IllegalStateException("Process " + process.pid() + " outlived SIGKILL for " + LIMIT);
		}
	}

	// The kill of the shell: small images have no program of that name.
	public static void signal(String name, Process process) {
		try {
			Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
				.redirectErrorStream(true)
				.redirectOutput(Redirect.DISCARD)
				.start();
			if (!endsWithin(LIMIT, kill) || kill.exitValue() != 0) {
				throw new IllegalStateException("Signal " + name + " did not reach process " + process.pid());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No shell could be started to send signal " + name, ex);
		}
	}

}
