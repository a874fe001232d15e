package io.headwater.benchmarks.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import io.headwater.benchmarks.feed.FeedAddress;
import io.headwater.benchmarks.feed.FeedChain;
import io.headwater.benchmarks.process.ChildProcess;

/**
 * One round: each contender once, in fresh processes, one after another, another one
 * first in each round.
 */
final class Round {

	private static final Set<Scenario> PARTS_OF_LIFE = Set.of(Scenario.START, Scenario.FLOOD, Scenario.PACED,
			Scenario.REST);

	private final int number;

	private final EndToEndOptions options;

	private final Launcher launcher;

	private final ChildProcess feed;

	private final FeedAddress node;

	private final List<Measurement> measurements = new ArrayList<>();

	private final List<String> failures = new ArrayList<>();

	/**
	 * Create a round.
	 * @param feed the process of the feed
	 * @param node its address
	 */
	Round(int number, EndToEndOptions options, Launcher launcher, ChildProcess feed, FeedAddress node) {
		this.number = number;
		this.options = options;
		this.launcher = launcher;
		this.feed = feed;
		this.node = node;
	}

	void run(List<Contender> ready) throws IOException, InterruptedException {
		List<Contender> contenders = new ArrayList<>(ready);
		Collections.rotate(contenders, 1 - this.number);
		for (Contender contender : contenders) {
			if (this.options.scenarios().stream().anyMatch(PARTS_OF_LIFE::contains)) {
				attempt(contender, () -> life(contender));
			}
			if (contender.isHeadwater() && wants(Scenario.CATCH_UP)) {
				attempt(contender, () -> catchUp(contender));
			}
		}
		if (contenders.contains(Contender.HEADWATER_NATIVE)) {
			grow(Contender.HEADWATER_NATIVE);
		}
	}

	private void grow(Contender contender) throws IOException, InterruptedException {
		if (wants(Scenario.CHAINS)) {
			for (int chains : this.options.chains()) {
				attempt(contender, () -> chains(contender, chains));
			}
		}
		if (wants(Scenario.LISTENERS)) {
			for (int listeners : this.options.listeners()) {
				attempt(contender, () -> listeners(contender, listeners));
			}
		}
		if (wants(Scenario.SOAK)) {
			attempt(contender, () -> soak(contender));
		}
	}

	private boolean wants(Scenario scenario) {
		return this.options.scenarios().contains(scenario);
	}

	/** One that fails is no reason to learn nothing of the others. */
	private void attempt(Contender contender, Part part) throws IOException, InterruptedException {
		try {
			part.run();
		}
		catch (IllegalStateException ex) {
			this.failures.add("round " + this.number + ", " + contender.label() + ": " + ex.getMessage());
		}
	}

	private void life(Contender contender) throws IOException, InterruptedException {
		try (Client client = client(this.launcher.start(contender, this.number, this.node))) {
			ClientMeasuring measuring = new ClientMeasuring(client, 1, this.options, sink(contender));
			Duration untilFirst = client.awaitFirst(1);
			if (wants(Scenario.START)) {
				add(contender, "start", Figure.FIRST_HEAD, untilFirst.toNanos() / 1e6);
			}
			if (contender.follows() && wants(Scenario.FLOOD)) {
				measuring.flood("flood");
			}
			if (contender.follows() && wants(Scenario.PACED)) {
				measuring.paced();
			}
			if (wants(Scenario.REST)) {
				measuring.rest("rest");
			}
			client.checkDelivery();
		}
	}

	private void catchUp(Contender contender) throws IOException, InterruptedException {
		long from = FeedChain.LATEST - this.options.catchUpBlocks();
		HeadwaterSetting setting = new HeadwaterSetting(this.node, 1, 1, OptionalLong.of(from));
		try (Client client = client(this.launcher.headwater(contender, this.number, setting))) {
			new ClientMeasuring(client, 1, this.options, sink(contender)).catchUp(from, FeedChain.LATEST,
					client.awaitFirst(1));
			client.checkDelivery();
		}
	}

	private void chains(Contender contender, int chains) throws IOException, InterruptedException {
		HeadwaterSetting setting = new HeadwaterSetting(this.node, chains, 1, OptionalLong.empty());
		try (Client client = client(this.launcher.headwater(contender, this.number, setting))) {
			String name = chains + " chains, 10/s each";
			client.awaitFirst(chains);
			ClientMeasuring measuring = new ClientMeasuring(client, chains, this.options, sink(contender));
			measuring.slow(name);
			measuring.rest(name);
			client.checkDelivery();
		}
	}

	private void listeners(Contender contender, int listeners) throws IOException, InterruptedException {
		HeadwaterSetting setting = new HeadwaterSetting(this.node, 1, listeners, OptionalLong.empty());
		try (Client client = client(this.launcher.headwater(contender, this.number, setting))) {
			client.awaitFirst(1);
			new ClientMeasuring(client, 1, this.options, sink(contender)).flood(listeners + " listeners, flood");
			client.checkDelivery();
		}
	}

	private void soak(Contender contender) throws IOException, InterruptedException {
		try (Client client = client(
				this.launcher.headwater(contender, this.number, HeadwaterSetting.usual(this.node)))) {
			client.awaitFirst(1);
			new ClientMeasuring(client, 1, this.options, sink(contender)).soak();
			client.checkDelivery();
		}
	}

	private Client client(ChildProcess process) {
		return new Client(process, this.feed, this.options.folder());
	}

	private ClientMeasuring.Sink sink(Contender contender) {
		return (setting) -> (figure, value) -> add(contender, setting, figure, value);
	}

	private void add(Contender contender, String setting, Figure figure, double value) {
		this.measurements.add(new Measurement(this.number, contender, setting, figure, value));
	}

	List<Measurement> measurements() {
		return this.measurements;
	}

	List<String> failures() {
		return this.failures;
	}

	/**
	 * What may fail alone.
	 */
	private interface Part {

		void run() throws IOException, InterruptedException;

	}

}
