package io.headwater.metrics;

import io.headwater.metrics.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * Makes tags.
 */
final class TagValues {

	private TagValues() {
	}

	static Tags chain(String chain) {
		return Tags.of(Tag.CHAIN.asString(), chain);
	}

}
