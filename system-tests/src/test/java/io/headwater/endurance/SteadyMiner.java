package io.headwater.endurance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.headwater.endurance.ToldHeads.ToldHead;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedNode;

/**
 * Mines a block on a node at even intervals, and knows when it did.
 */
final class SteadyMiner implements AutoCloseable {

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

	private final Map<Long, Long> minedNanos = new ConcurrentHashMap<>();

	private final SimulatedNode node;

	private SteadyMiner(SimulatedNode node) {
		this.node = node;
	}

	static SteadyMiner on(SimulatedNode node, Duration interval) {
		SteadyMiner miner = new SteadyMiner(node);
		miner.scheduler.scheduleAtFixedRate(miner::mine, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
		return miner;
	}

	private void mine() {
		long now = System.nanoTime();
		SimulatedBlock block = this.node.mine();
		this.minedNanos.put(block.number(), now);
	}

	/** The times from the mining of these heads until the test heard of them, sorted. */
	List<Duration> latencies(List<ToldHead> heads) {
		List<Duration> latencies = new ArrayList<>();
		for (ToldHead head : heads) {
			Long mined = this.minedNanos.get(head.number());
			if (mined != null) {
				latencies.add(Duration.ofNanos(head.heardNanos() - mined));
			}
		}
		latencies.sort(null);
		return latencies;
	}

	@Override
	public void close() {
		this.scheduler.shutdownNow();
	}

}
