package io.headwater.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.headwater.journal.StreamJournals;
import io.headwater.stream.HeadStreams;

import org.springframework.boot.health.contributor.CompositeHealthContributor;

/**
 * Makes the health of an application's streams.
 */
public final class StreamHealthContributors {

	private StreamHealthContributors() {
	}

	/**
	 * Make a contributor of one indicator a chain.
	 * @param streams the streams
	 * @param journals what has happened to them
	 * @param downAfter how long something may be wrong before a stream counts as down
	 * @return the contributor
	 */
	public static CompositeHealthContributor create(HeadStreams streams, StreamJournals journals, Duration downAfter) {
		Map<String, StreamHealthIndicator> indicators = new LinkedHashMap<>();
		streams.all()
			.forEach((stream) -> indicators.put(stream.chain(),
					new StreamHealthIndicator(stream, journals.get(stream.chain()), downAfter)));
		return CompositeHealthContributor.fromMap(indicators);
	}

}
