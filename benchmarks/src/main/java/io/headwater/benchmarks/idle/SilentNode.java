package io.headwater.benchmarks.idle;

import io.headwater.benchmarks.process.ParentChannel;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;

/**
 * A node on which nothing is mined, in a process of its own.
 */
final class SilentNode {

	private SilentNode() {
	}

	public static void main(String[] args) throws Exception {
		ParentChannel parent = ParentChannel.ofThisProcess();
		try (SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start()) {
			parent.say(node.url().toString());
			ThreadTeller.serve(parent);
		}
	}

}
