package io.headwater.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.headwater.benchmarks.process.ChildProcess;
import io.headwater.benchmarks.process.NanoTimes;

/**
 * The process of a contender, and what the feed tells it.
 */
final class Client implements AutoCloseable {

	/** A client that falls back so far is broken, not slow. */
	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final ChildProcess process;

	private final ChildProcess feed;

	private final Path folder;

	private long last;

	private long expected;

	Client(ChildProcess process, ChildProcess feed, Path folder) {
		this.process = process;
		this.feed = feed;
		this.folder = folder;
	}

	/**
	 * Wait for the first head of each chain.
	 * @return the time since the process was started
	 */
	Duration awaitFirst(int chains) throws InterruptedException {
		String[] first = answer("first", this.process.hear(PATIENCE));
		this.last = Long.parseLong(first[2]);
		this.expected = chains;
		return Duration.ofNanos(Long.parseLong(first[1]) - this.process.startNanos());
	}

	/**
	 * Wait for a head that the client fetches.
	 * @return when it was delivered
	 */
	long awaitFetched(long number) throws IOException, InterruptedException {
		await(number);
		this.expected += number - this.last;
		this.last = number;
		return Long.parseLong(answer("reached", this.process.hear(PATIENCE))[1]);
	}

	/**
	 * Announce heads as fast as they are read, and wait until all are delivered.
	 * @return how long it took
	 */
	Duration flood(int heads, int chains) throws IOException, InterruptedException {
		await(this.last + heads);
		long begin = System.nanoTime();
		this.feed.say("flood " + heads);
		return Duration.ofNanos(delivered(heads, chains) - begin);
	}

	/**
	 * Announce heads at a pace, and wait until all are delivered.
	 * @return how long each took from the feed's writing to the listener, in nanoseconds
	 */
	long[] pace(int perSecond, int heads, int chains) throws IOException, InterruptedException {
		Path written = this.folder.resolve("written.nanos");
		Path arrived = this.folder.resolve("arrived.nanos");
		ask("record " + heads, "recording");
		await(this.last + heads);
		this.feed.say("pace " + perSecond + " " + heads + " " + written);
		delivered(heads, chains);
		ask("recorded " + arrived, "written");
		long[] latencies = NanoTimes.readFrom(arrived);
		long[] begins = NanoTimes.readFrom(written);
		for (int i = 0; i < latencies.length; i++) {
			latencies[i] -= begins[i];
		}
		Files.delete(written);
		Files.delete(arrived);
		return latencies;
	}

	private void await(long number) throws IOException, InterruptedException {
		ask("await " + number, "awaiting");
	}

	private long delivered(int heads, int chains) throws InterruptedException {
		String line = this.process.hear(PATIENCE.plusMinutes(1));
		answer("done", this.feed.hear());
		this.last += heads;
		this.expected += (long) heads * chains;
		return Long.parseLong(answer("reached", line)[1]);
	}

	private void ask(String command, String answer) throws IOException, InterruptedException {
		this.process.say(command);
		answer(answer, this.process.hear());
	}

	private static String[] answer(String expected, String line) {
		String[] answer = line.split(" ");
		if (!answer[0].equals(expected)) {
			throw new IllegalStateException("'" + expected + "' was to come, and '" + line + "' has come");
		}
		return answer;
	}

	/**
	 * Ask for numbers.
	 * @param command which
	 */
	Map<String, Long> numbers(String command) throws IOException, InterruptedException {
		this.process.say(command);
		Map<String, Long> numbers = new HashMap<>();
		for (String number : this.process.hear().split(" ")) {
			int equals = number.indexOf('=');
			numbers.put(number.substring(0, equals), Long.parseLong(number.substring(equals + 1)));
		}
		return numbers;
	}

	/**
	 * Make sure that each head was delivered once, in order.
	 */
	void checkDelivery() throws IOException, InterruptedException {
		Map<String, Long> counts = numbers("counts");
		if (counts.getOrDefault("disordered", 0L) != 0 || counts.getOrDefault("delivered", 0L) != this.expected) {
			throw new IllegalStateException(this.expected + " heads were to be delivered in order: " + counts);
		}
	}

	/** Waits for the time to pass, or for the process to end, which it should not. */
	void leaveAlone(Duration time) throws InterruptedException {
		try {
			this.process.exit().get(time.toNanos(), TimeUnit.NANOSECONDS);
			throw new IllegalStateException("The client has ended; what it said stands above");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (TimeoutException ex) {
			// As it should be.
		}
	}

	long pid() {
		return this.process.pid();
	}

	long startNanos() {
		return this.process.startNanos();
	}

	@Override
	public void close() throws IOException {
		this.process.close();
	}

}
