package io.headwater.realnode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node while it runs, from the line in which it names its port to its end.
 */
final class NodeProcess {

	private static final Pattern READY = Pattern.compile("(?:Listening on |server at http://)[\\d.]+:(\\d+)");

	private final Process process;

	private final OutputTail output = new OutputTail();

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private NodeProcess(Process process) {
		this.process = process;
	}

	static NodeProcess start(List<String> command, Path directory, Duration limit) {
		NodeProcess node = new NodeProcess(launch(command, directory));
		Watchdog.over(node.process);
		Thread reader = new Thread(node::readOutput, "node-output-" + node.process.pid());
		reader.setDaemon(true);
		reader.start();
		node.awaitReady(command, limit);
		return node;
	}

	private static Process launch(List<String> command, Path directory) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		// In CI hardhat neither asks for consent to telemetry nor acts on one given
		// before.
		builder.environment().put("CI", "true");
		builder.environment().put("NO_COLOR", "1");
		try {
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The node could not be started: " + command, ex);
		}
	}

	private void readOutput() {
		try (BufferedReader reader = this.process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.output.add(line);
				Matcher ready = READY.matcher(line);
				if (ready.find()) {
					this.port.complete(Integer.valueOf(ready.group(1)));
				}
			}
			this.port.completeExceptionally(new IllegalStateException("its output ended"));
		}
		catch (IOException ex) {
			// Java closes the stream under the reader when the process is destroyed.
			this.port.completeExceptionally(ex);
		}
	}

	private void awaitReady(List<String> command, Duration limit) {
		try {
			this.port.get(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a node was starting", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			this.process.destroyForcibly();
			throw new IllegalStateException(
					"The node did not become ready within " + limit + ": " + command + "\n" + this.output, ex);
		}
	}

	int port() {
		return this.port.join();
	}

	Process process() {
		return this.process;
	}

	String output() {
		return this.output.toString();
	}

}
