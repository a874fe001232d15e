package io.headwater.benchmarks.idle;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * One application in one round, from its start to what is known of it.
 */
final class MeasuredJvm implements AutoCloseable {

	private final Contender contender;

	private final ChildJvm child;

	private final ThreadNames names = new ThreadNames();

	private long startedBefore;

	private @Nullable UsageRecorder recorder;

	MeasuredJvm(Contender contender, List<String> jvmOptions, String nodeUrl) throws IOException {
		this.contender = contender;
		this.child = ChildJvm.start(contender.name(), IdleApplication.class, jvmOptions, contender.arguments(nodeUrl));
	}

	void awaitReady() throws IOException, InterruptedException {
		this.child.hear();
		this.startedBefore = this.child.tellThreads(this.names);
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
		long started = this.child.tellThreads(this.names) - this.startedBefore;
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
