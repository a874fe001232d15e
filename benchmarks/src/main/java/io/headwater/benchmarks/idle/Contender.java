package io.headwater.benchmarks.idle;

import java.util.List;

/**
 * What is measured side by side.
 */
enum Contender {

	/** The application without Headwater. */
	EMPTY {

		@Override
		List<String> arguments(String nodeUrl) {
			return List.of("--headwater.enabled=false", QUIET);
		}

	},

	/** The same one, following one chain. */
	HEADWATER {

		@Override
		List<String> arguments(String nodeUrl) {
			return List.of("--headwater.chains.main.nodes[0].url=" + nodeUrl, QUIET);
		}

	};

	private static final String QUIET = "--spring.main.banner-mode=off";

	abstract List<String> arguments(String nodeUrl);

}
