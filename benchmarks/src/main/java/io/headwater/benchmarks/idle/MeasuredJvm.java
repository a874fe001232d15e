package io.headwater.benchmarks.idle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.headwater.benchmarks.process.ChildProcess;
import org.jspecify.annotations.Nullable;

/**
 * One application in one round, from its start to what is known of it.
 */
final class MeasuredJvm implements AutoCloseable {

	static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

	private final Contender contender;

	private final ChildProcess child;

	private final ThreadNames names = new ThreadNames();

	private long startedBefore;

	private @Nullable UsageRecorder recorder;

	MeasuredJvm(Contender contender, List<String> jvmOptions, String nodeUrl) throws IOException {
		this.contender = contender;
		this.child = ChildProcess.start(contender.name(),
				ChildProcess.java(JAVA_HOME, jvmOptions, IdleApplication.class, contender.arguments(nodeUrl)));
	}

	void awaitReady() throws IOException, InterruptedException {
		this.child.hear();
		this.startedBefore = tellThreads();
	}

	/**
	 * Ask for the names of the threads that exist now.
	 * @return how many Java threads have been started so far
	 */
	private long tellThreads() throws IOException, InterruptedException {
		this.child.say("threads");
		String line = this.child.hear();
		while (!line.startsWith(ThreadTeller.END)) {
			this.names.add(line);
			line = this.child.hear();
		}
		return Long.parseLong(line.substring(ThreadTeller.END.length()));
	}

	void begin() throws IOException {
		this.recorder = new UsageRecorder(this.child.pid());
	}

	void look() throws IOException {
		recorder().look();
	}

	void end() throws IOException {
		recorder().end();
	}

	/** Asking wakes the application up, so it comes after the end. */
	Sample sample(int round) throws IOException, InterruptedException {
		long started = tellThreads() - this.startedBefore;
		return new Sample(round, this.contender, recorder().window(), recorder().processCpuNanos(), started,
				recorder().usages(this.names));
	}

	private UsageRecorder recorder() {
		UsageRecorder recorder = this.recorder;
		if (recorder == null) {
			throw new IllegalStateException("The window has not begun");
		}
		return recorder;
	}

	CompletableFuture<?> exit() {
		return this.child.exit();
	}

	@Override
	public void close() throws IOException {
		this.child.close();
	}

}
