package io.headwater.sample.page;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;

import io.headwater.node.NodeStatus;
import io.headwater.sample.check.ContractChecker;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Reads once a second how each chain stands, as long as somebody looks: nothing wakes up
 * while nobody does.
 */
@Component
class Readings {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final Map<String, ChainMeters> meters = new ConcurrentHashMap<>();

	private final HeadStreams streams;

	private final MeterRegistry registry;

	private final ContractChecker checker;

	private final Feed feed;

	private final TaskScheduler scheduler;

	private @Nullable ScheduledFuture<?> schedule;

	Readings(HeadStreams streams, MeterRegistry registry, ContractChecker checker, Feed feed, TaskScheduler scheduler) {
		this.streams = streams;
		this.registry = registry;
		this.checker = checker;
		this.feed = feed;
		this.scheduler = scheduler;
	}

	/** Whoever looks is counted before, so that this does not end what has just begun. */
	synchronized void begin() {
		if (this.schedule == null) {
			this.schedule = this.scheduler.scheduleAtFixedRate(this::read, INTERVAL);
		}
	}

	private synchronized boolean goOn() {
		if (this.feed.tabCount() > 0) {
			return true;
		}
		if (this.schedule != null) {
			this.schedule.cancel(false);
			this.schedule = null;
		}
		return false;
	}

	private void read() {
		if (goOn()) {
			List<ChainReading> chains = this.streams.all().stream().map(this::read).toList();
			this.feed.show(new Message.Reading(Clock.systemUTC().millis(), chains));
		}
	}

	private ChainReading read(HeadStream stream) {
		String chain = stream.chain();
		ChainMeters meters = this.meters.computeIfAbsent(chain, (name) -> new ChainMeters(this.registry, name));
		String node = stream.nodes()
			.stream()
			.filter(NodeStatus::followed)
			.map(NodeStatus::address)
			.findFirst()
			.orElse(null);
		return new ChainReading(chain, stream.connectionState(), stream.deliveryState(), node, stream.queueDepth(),
				stream.queueCapacity(), meters.listenerLatency(), meters.deliveryLatency(),
				meters.count("headwater.connection.losses"), meters.count("headwater.resubscriptions"),
				meters.count("headwater.frames.rejected"), this.checker.tally(chain));
	}

}
