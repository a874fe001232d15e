package io.headwater.realnode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * Kills a process when this JVM ends in whatever way, so that no orphan stays behind.
 * <p>
 * A shutdown hook would miss {@code kill -9} and {@code Runtime.halt}. A shell which
 * reads from a pipe does not: the pipe closes with the JVM.
 */
public final class Watchdog {

	// Ctrl-C reaches the whole process group; the shell must outlive it to do its duty.
	private static final String SCRIPT = "trap '' INT TERM HUP; read -r line || kill -KILL \"$1\"";

	private Watchdog() {
	}

	public static void over(Process process) {
		try {
			Process shell = new ProcessBuilder("sh", "-c", SCRIPT, "watchdog", Long.toString(process.pid()))
				.redirectOutput(Redirect.DISCARD)
				.redirectError(Redirect.DISCARD)
				.start();
			// Its number may soon name another process, which must not be killed.
			process.onExit().thenRun(shell::destroyForcibly);
		}
		catch (IOException ex) {
			process.destroyForcibly();
			throw new UncheckedIOException("No shell could be started to watch over the process", ex);
		}
	}

}
