package io.headwater.endurance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.headwater.realnode.OutputTail;
import io.headwater.realnode.Processes;
import io.headwater.realnode.Watchdog;
import org.jspecify.annotations.Nullable;

/**
 * An application in a JVM of its own, with this JVM's Java and class path, which ends
 * when this JVM does, and at the first {@code OutOfMemoryError}. Its {@code main} method
 * ends with {@link Parent#answer}.
 */
public final class ChildJvm implements AutoCloseable {

	/** Time enough for an application that logs everything on a machine that is busy. */
	private static final Duration LIMIT = Duration.ofMinutes(3);

	private static final String GONE = "";

	private final OutputTail output = new OutputTail();

	private final AtomicLong loggedLines = new AtomicLong();

	/** At most one waits, but for the one that tells that none will come. */
	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final ChildListener listener;

	private final Process process;

	private final BufferedWriter questions;

	private ChildJvm(Process process, ChildListener listener) {
		this.process = process;
		this.listener = listener;
		this.questions = process.outputWriter();
	}

	/**
	 * Start an application and wait until it answers.
	 * @param main the class whose {@code main} method is run
	 * @param options the options of the JVM, such as {@code -Xmx128m}
	 * @param arguments the arguments of the application
	 * @param listener hears of what it writes, on a thread of its own
	 * @return the application
	 */
	public static ChildJvm start(Class<?> main, List<String> options, List<String> arguments, ChildListener listener) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-XX:+ExitOnOutOfMemoryError");
		command.add("-Dfile.encoding=UTF-8");
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		ChildJvm child = new ChildJvm(launch(command), listener);
		Watchdog.over(child.process);
		Thread reader = new Thread(child::read, "child-output-" + child.process.pid());
		reader.setDaemon(true);
		reader.start();
		try {
			child.ask(Parent.GREETING);
			return child;
		}
		catch (RuntimeException | AssertionError ex) {
			child.close();
			throw ex;
		}
	}

	private static Process launch(List<String> command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No child JVM could be started", ex);
		}
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				take(line);
			}
		}
		catch (IOException ex) {
			// Java closes the stream under the reader when the process is destroyed.
			this.output.add(ex.toString());
		}
		finally {
			this.answers.add(GONE);
		}
	}

	private void take(String line) {
		if (line.startsWith(Parent.ANSWER) || line.startsWith(Parent.FAILURE)) {
			this.answers.add(line);
		}
		else if (line.startsWith(Parent.NEWS)) {
			this.listener.told(line.substring(Parent.NEWS.length()));
		}
		else {
			this.loggedLines.incrementAndGet();
			this.output.add(line);
			this.listener.logged(line);
		}
	}

	/**
	 * Ask the application something.
	 * @param question one line
	 * @return its answer, one line
	 * @throws AssertionError if the application fails to answer, or is gone
	 */
	public synchronized String ask(String question) {
		try {
			this.questions.write(question);
			this.questions.newLine();
			this.questions.flush();
			String answer = this.answers.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
			if (answer != null && answer.startsWith(Parent.ANSWER)) {
				return answer.substring(Parent.ANSWER.length());
			}
			throw failure("'" + question + "' was answered by '" + answer + "'", null);
		}
		catch (IOException ex) {
			throw failure("'" + question + "' could not be asked", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure("Interrupted", ex);
		}
	}

	private AssertionError failure(String what, @Nullable Throwable cause) {
		// What it wrote last is still being read when it has just ended.
		boolean ended = Processes.endsWithin(Duration.ofSeconds(1), this.process);
		return new AssertionError(what + (ended ? "; the child has ended with code " + this.process.exitValue() : "")
				+ "; it wrote last:\n" + this.output, cause);
	}

	/**
	 * Fail if the application ends before a time is over. This is how a test lets time
	 * pass.
	 * @param time how long it has to live on
	 */
	public void assertLivesFor(Duration time) {
		if (Processes.endsWithin(time, this.process)) {
			throw failure("The child did not live on", null);
		}
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * End the application at once (SIGKILL), frozen or not, and wait until it is gone.
	 */
	public void kill() {
		Processes.kill(this.process);
	}

	/**
	 * Ask the application to end (SIGTERM), so that it closes in good order, and wait
	 * until it is gone.
	 */
	public void terminate() {
		// Process.destroy() would close its input too, at whose end it halts at once.
		Processes.signal("TERM", this.process);
		if (!Processes.endsWithin(LIMIT, this.process)) {
			throw failure("The child ignored SIGTERM", null);
		}
	}

	/**
	 * Halt the application where it is (SIGSTOP).
	 */
	public void freeze() {
		Processes.signal("STOP", this.process);
	}

	public void unfreeze() {
		Processes.signal("CONT", this.process);
	}

	/**
	 * Return the last lines that the application wrote for nobody in particular.
	 */
	public String output() {
		return this.output.toString();
	}

	/**
	 * Return how many such lines it has written.
	 */
	public long loggedLines() {
		return this.loggedLines.get();
	}

	public long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		kill();
	}

}
