package io.headwater.endpoint;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.headwater.node.NodeStatus;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Shows which chains the application follows, from which nodes.
 */
public final class HeadwaterInfoContributor implements InfoContributor {

	private final HeadStreams streams;

	public HeadwaterInfoContributor(HeadStreams streams) {
		this.streams = streams;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> chains = new LinkedHashMap<>();
		this.streams.all().forEach((stream) -> chains.put(stream.chain(), describe(stream)));
		builder.withDetail("headwater", Map.of("chains", chains));
	}

	private static Map<String, Object> describe(HeadStream stream) {
		return Map.of("nodes", stream.nodes().stream().map(NodeStatus::address).toList(), "delivery",
				stream.deliveryState().name().toLowerCase(Locale.ROOT).replace('_', '-'), "transactional",
				stream.isTransactional());
	}

}
