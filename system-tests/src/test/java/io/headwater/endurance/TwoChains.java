package io.headwater.endurance;

import java.net.URI;
import java.util.List;

/**
 * An application of 128 MB that follows the chains {@code good} and {@code bad}. If an
 * attack has ended it, another one takes its place, so that each attack is judged alone.
 */
final class TwoChains implements AutoCloseable {

	private final List<String> arguments;

	private ToldHeads good = new ToldHeads("good");

	private ToldHeads bad = new ToldHeads("bad");

	private ChildJvm child;

	TwoChains(URI goodNode, URI badNode) {
		this.arguments = List.of("--headwater.chains.good.nodes[0].url=" + goodNode,
				"--headwater.chains.bad.nodes[0].url=" + badNode, "--headwater.chains.bad.deep-reorg=continue",
				"--headwater.chains.bad.reconnect.initial-delay=10ms",
				"--headwater.chains.bad.reconnect.max-delay=50ms");
		this.child = start();
	}

	private ChildJvm start() {
		ToldHeads good = this.good;
		ToldHeads bad = this.bad;
		return ChildJvm.start(FollowingApplication.class, List.of("-Xmx128m"), this.arguments, (news) -> {
			good.told(news);
			bad.told(news);
		});
	}

	ChildJvm alive() {
		if (!this.child.isAlive()) {
			this.good = new ToldHeads("good");
			this.bad = new ToldHeads("bad");
			this.child = start();
		}
		return this.child;
	}

	ToldHeads good() {
		return this.good;
	}

	ToldHeads bad() {
		return this.bad;
	}

	@Override
	public void close() {
		this.child.close();
	}

}
