package io.headwater.realnode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Installs what a lock file names.
 */
class Npm {

	private static final Duration LIMIT = Duration.ofMinutes(10);

	private static final int LOG_LINES_SHOWN = 30;

	private final List<String> command;

	Npm() {
		// No scripts: what the packages would download or compile in them is not needed.
		this(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
	}

	Npm(List<String> command) {
		this.command = command;
	}

	void install(Path directory, Path log) throws IOException {
		Process process = new ProcessBuilder(this.command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Watchdog.over(process);
		if (!Processes.endsWithin(LIMIT, process)) {
			process.destroyForcibly();
			throw new IllegalStateException("npm did not end within " + LIMIT + ", see " + log + tail(log));
		}
		if (process.exitValue() != 0) {
			throw new IllegalStateException("npm ended with " + process.exitValue() + ", see " + log + tail(log));
		}
	}

	private static String tail(Path log) throws IOException {
		List<String> lines = Files.readAllLines(log);
		return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
	}

}
