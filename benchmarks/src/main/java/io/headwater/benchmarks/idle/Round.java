package io.headwater.benchmarks.idle;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.headwater.benchmarks.process.ChildProcess;

/**
 * One round: all applications side by side, so that the machine's noise is the same for
 * all, in fresh JVMs and with a fresh node.
 */
final class Round {

	private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

	private final int number;

	private final IdleOptions options;

	private final List<MeasuredJvm> applications = new ArrayList<>();

	Round(int number, IdleOptions options) {
		this.number = number;
		this.options = options;
	}

	List<Sample> run() throws IOException, InterruptedException {
		List<String> jvmOptions = this.options.jvmOptions();
		try (ChildProcess node = ChildProcess.start("node",
				ChildProcess.java(MeasuredJvm.JAVA_HOME, jvmOptions, SilentNode.class, List.of()))) {
			String url = node.hear();
			try {
				for (Contender contender : Contender.values()) {
					this.applications.add(new MeasuredJvm(contender, jvmOptions, url));
				}
				return measure();
			}
			finally {
				for (MeasuredJvm application : this.applications) {
					application.close();
				}
			}
		}
	}

	private List<Sample> measure() throws IOException, InterruptedException {
		for (MeasuredJvm application : this.applications) {
			application.awaitReady();
		}
		leaveAlone(this.options.settle());
		for (MeasuredJvm application : this.applications) {
			application.begin();
		}
		long end = System.nanoTime() + this.options.window().toNanos();
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			leaveAlone(Duration.ofNanos(Math.min(left, LOOK_INTERVAL.toNanos())));
			for (MeasuredJvm application : this.applications) {
				application.look();
			}
		}
		for (MeasuredJvm application : this.applications) {
			application.end();
		}
		List<Sample> samples = new ArrayList<>();
		for (MeasuredJvm application : this.applications) {
			samples.add(application.sample(this.number));
		}
		return samples;
	}

	/** Waits for the time to pass, or for a process to end that should not. */
	private void leaveAlone(Duration time) throws InterruptedException {
		try {
			CompletableFuture.anyOf(this.applications.stream().map(MeasuredJvm::exit).toArray(CompletableFuture[]::new))
				.get(time.toNanos(), TimeUnit.NANOSECONDS);
			throw new IllegalStateException("An application has ended; what it said stands above");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (TimeoutException ex) {
			// As it should be.
		}
	}

}
