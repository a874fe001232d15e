package io.headwater.benchmarks.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process of a bench. It ends when its standard input does, so none outlives the bench.
 */
public final class ChildProcess implements AutoCloseable {

	private static final Duration ANSWER = Duration.ofSeconds(90);

	private static final long EXIT_SECONDS = 15;

	private static final String ENDED = "";

	private final String name;

	private final long startNanos;

	private final Process process;

	private final Writer toChild;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private ChildProcess(String name, long startNanos, Process process) {
		this.name = name;
		this.startNanos = startNanos;
		this.process = process;
		this.toChild = process.outputWriter();
		Thread reader = new Thread(this::read, "output of " + name);
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a process.
	 * @param name what it is called in its log
	 * @param command program and arguments
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static ChildProcess start(String name, List<String> command) throws IOException {
		long startNanos = System.nanoTime();
		return new ChildProcess(name, startNanos, new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	/**
	 * Return the command that runs a class with the bench's own class path.
	 * @param javaHome the folder of the JDK
	 * @param jvmOptions options of the JVM
	 * @param main the class
	 * @param arguments its arguments
	 * @return the command
	 */
	public static List<String> java(Path javaHome, List<String> jvmOptions, Class<?> main, List<String> arguments) {
		return java(javaHome, jvmOptions, ownClassPath(), main.getName(), arguments);
	}

	/**
	 * Return the bench's own class path.
	 * @return the class path, whatever the folder of the process that uses it
	 */
	public static String ownClassPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Return the command that runs a class.
	 * @param javaHome the folder of the JDK
	 * @param jvmOptions options of the JVM
	 * @param classPath the class path
	 * @param main the name of the class
	 * @param arguments its arguments
	 * @return the command
	 */
	public static List<String> java(Path javaHome, List<String> jvmOptions, String classPath, String main,
			List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(javaHome.resolve("bin").resolve("java").toString());
		command.addAll(jvmOptions);
		command.addAll(List.of("-cp", classPath, main));
		command.addAll(arguments);
		return command;
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
	 * @return the line
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	public String hear() throws InterruptedException {
		return hear(ANSWER);
	}

	/**
	 * Wait for the next line that is for the bench.
	 * @param atMost how long it may take
	 * @return the line
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	public String hear(Duration atMost) throws InterruptedException {
		String line = this.lines.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
		if (line == null || line.equals(ENDED)) {
			throw new IllegalStateException("The process '" + this.name + "' "
					+ ((line != null) ? "has ended; what it said stands above" : "says nothing"));
		}
		return line;
	}

	/**
	 * Say a line to the process.
	 * @param line the line
	 * @throws IOException if the process cannot hear
	 */
	public void say(String line) throws IOException {
		this.toChild.write(line + "\n");
		this.toChild.flush();
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Return when the process was started, just before it was.
	 * @return the monotonic clock, in nanoseconds
	 */
	public long startNanos() {
		return this.startNanos;
	}

	public CompletableFuture<?> exit() {
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
