package io.headwater.sample.page;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.headwater.sample.check.ContractChecker;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import io.headwater.stream.NodeStatus;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Reads once a second how each chain stands, as long as somebody looks.
 */
@Component
class Readings {

	private final Map<String, ChainMeters> meters = new ConcurrentHashMap<>();

	private final HeadStreams streams;

	private final MeterRegistry registry;

	private final ContractChecker checker;

	private final Feed feed;

	Readings(HeadStreams streams, MeterRegistry registry, ContractChecker checker, Feed feed) {
		this.streams = streams;
		this.registry = registry;
		this.checker = checker;
		this.feed = feed;
	}

	@Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
	void read() {
		if (this.feed.tabCount() > 0) {
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
