package io.headwater.benchmarks.idle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own with the bench's class path. It ends when its standard input does, so
 * none outlives the bench.
 */
final class ChildJvm implements AutoCloseable {

	private static final long ANSWER_SECONDS = 90;

	private static final long EXIT_SECONDS = 15;

	private static final String ENDED = "";

	private final String name;

	private final Process process;

	private final Writer toChild;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private ChildJvm(String name, Process process) {
		this.name = name;
		this.process = process;
		this.toChild = process.outputWriter();
		Thread reader = new Thread(this::read, "output of " + name);
		reader.setDaemon(true);
		reader.start();
	}

	static ChildJvm start(String name, Class<?> main, List<String> jvmOptions, List<String> arguments)
			throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmOptions);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		return new ChildJvm(name, new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	/** What is not for the bench is the child's log. */
	private void read() {
		try (BufferedReader in = this.process.inputReader()) {
			in.lines().forEach((line) -> {
				if (line.startsWith(ParentChannel.MARK)) {
					this.lines.add(line.substring(ParentChannel.MARK.length()));
				}
				else {
					System.err.println("[" + this.name + "] " + line);
				}
			});
		}
		catch (IOException | UncheckedIOException ex) {
			System.err.println("[" + this.name + "] can no longer be heard: " + ex.getMessage());
		}
		this.lines.add(ENDED);
	}

	/**
	 * Wait for the next line that is for the bench.
	 */
	String hear() throws InterruptedException {
		String line = this.lines.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
		if (line == null || line.equals(ENDED)) {
			throw new IllegalStateException("The process '" + this.name + "' "
					+ ((line != null) ? "has ended; what it said stands above" : "says nothing"));
		}
		return line;
	}

	/**
	 * Ask for the names of the threads that exist now.
	 * @return how many Java threads have been started so far
	 */
	long tellThreads(ThreadNames names) throws IOException, InterruptedException {
		this.toChild.write("\n");
		this.toChild.flush();
		String line = hear();
		while (!line.startsWith(ParentChannel.THREADS_END)) {
			names.add(line);
			line = hear();
		}
		return Long.parseLong(line.substring(ParentChannel.THREADS_END.length()));
	}

	long pid() {
		return this.process.pid();
	}

	CompletableFuture<?> exit() {
		return this.process.onExit();
	}

	@Override
	public void close() throws IOException {
		try {
			this.toChild.close();
			if (!this.process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
