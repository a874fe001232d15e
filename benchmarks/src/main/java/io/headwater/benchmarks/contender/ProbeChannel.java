package io.headwater.benchmarks.contender;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.headwater.benchmarks.process.ParentChannel;

/**
 * How the bench asks a contender. When each chain has its first head, the bench hears
 * {@code first <time> <number>}. It commands
 * <ul>
 * <li>{@code await <number>}, answered at once by {@code awaiting} and by
 * {@code reached <time>} when each chain has that head,</li>
 * <li>{@code record <heads>} and {@code recorded <file>}, when heads came on the first
 * chain,</li>
 * <li>{@code counts} and {@code memory}, answered by names and numbers.</li>
 * </ul>
 */
public final class ProbeChannel {

	private final ParentChannel parent = ParentChannel.ofThisProcess();

	private final List<Probe> probes = new ArrayList<>();

	private final AtomicInteger withoutFirst;

	private final LongSupplier fetched;

	/**
	 * Create a channel of a client of one chain that fetches no heads.
	 */
	public ProbeChannel() {
		this(1, () -> 0);
	}

	/**
	 * Create a channel.
	 * @param chains the number of chains
	 * @param fetched tells how many heads were fetched from the node instead of announced
	 */
	public ProbeChannel(int chains, LongSupplier fetched) {
		this.withoutFirst = new AtomicInteger(chains);
		this.fetched = fetched;
		for (int i = 0; i < chains; i++) {
			this.probes.add(new Probe(this::first));
		}
	}

	/**
	 * Return the probe of a chain.
	 * @param chain its index
	 * @return the probe
	 */
	public Probe probe(int chain) {
		return this.probes.get(chain);
	}

	private void first() {
		long now = System.nanoTime();
		if (this.withoutFirst.decrementAndGet() == 0) {
			this.parent.say("first " + now + " " + this.probes.get(0).last());
		}
	}

	/**
	 * Obey the bench until it lets go.
	 * @throws IOException if the bench cannot be heard
	 */
	public void serve() throws IOException {
		for (String command = this.parent.hear(); command != null; command = this.parent.hear()) {
			obey(command.split(" "));
		}
	}

	private void obey(String[] command) throws IOException {
		switch (command[0]) {
			case "await" -> await(Long.parseLong(command[1]));
			case "record" -> {
				this.probes.get(0).record(Integer.parseInt(command[1]));
				this.parent.say("recording");
			}
			case "recorded" -> {
				this.probes.get(0).recorded().writeTo(Path.of(command[1]));
				this.parent.say("written");
			}
			case "counts" -> this.parent.say(text(counts()));
			case "memory" -> this.parent.say(text(memory()));
			default -> throw new IllegalArgumentException("What is " + command[0] + "?");
		}
	}

	private void await(long number) {
		AtomicInteger behind = new AtomicInteger(this.probes.size());
		this.probes.forEach((probe) -> probe.await(number, () -> {
			long now = System.nanoTime();
			if (behind.decrementAndGet() == 0) {
				this.parent.say("reached " + now);
			}
		}));
		this.parent.say("awaiting");
	}

	private Map<String, Long> counts() {
		return Map.of("delivered", this.probes.stream().mapToLong(Probe::delivered).sum(), "disordered",
				this.probes.stream().mapToLong(Probe::disordered).sum(), "fetched", this.fetched.getAsLong(),
				"allocated", AllocatedBytes.now());
	}

	private static Map<String, Long> memory() {
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		return Map.of("heap", heap);
	}

	private static String text(Map<String, Long> values) {
		StringBuilder text = new StringBuilder();
		new TreeMap<>(values).forEach((name, value) -> text.append(name).append('=').append(value).append(' '));
		return text.toString().trim();
	}

}
