package io.headwater.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.headwater.benchmarks.feed.FeedAddress;
import io.headwater.test.TestCertificate;

/**
 * How many chains and listeners a Headwater application has.
 *
 * @param node where the node is that all chains have
 * @param chains the number of chains
 * @param listeners the number of listeners
 * @param start the number of the first block, or empty for the newest one
 */
record HeadwaterSetting(FeedAddress node, int chains, int listeners, OptionalLong start) {

	static HeadwaterSetting usual(FeedAddress node) {
		return new HeadwaterSetting(node, 1, 1, OptionalLong.empty());
	}

	/**
	 * Fetching begins slowly, to be kind to public nodes; here that would be measured.
	 */
	List<String> arguments(Contender contender, List<String> further) {
		List<String> arguments = new ArrayList<>();
		arguments.add(String.valueOf(this.chains));
		arguments.add(String.valueOf(this.listeners));
		arguments.add("--headwater.observation.enabled=" + (contender == Contender.HEADWATER_OBSERVED));
		arguments.add("--headwater.defaults.catch-up.max-requests-per-second=0");
		this.start.ifPresent((number) -> arguments.add("--headwater.defaults.start=" + number));
		for (int i = 0; i < this.chains; i++) {
			arguments.addAll(node("--headwater.chains.c" + i + ".nodes[0].", contender));
		}
		arguments.addAll(further);
		return arguments;
	}

	private List<String> node(String prefix, Contender contender) {
		if (contender != Contender.HEADWATER_TLS) {
			return List.of(prefix + "url=" + this.node.plain());
		}
		String trust = "--spring.ssl.bundle.jks.feed.truststore.";
		return List.of(prefix + "url=" + this.node.secure(), prefix + "ssl-bundle=feed",
				trust + "location=" + this.node.trustStore().toUri(), trust + "password=" + TestCertificate.PASSWORD,
				trust + "type=PKCS12");
	}

}
