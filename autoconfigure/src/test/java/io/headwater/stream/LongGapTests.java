package io.headwater.stream;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gap that is far longer than what may be held in memory. The number of blocks is given
 * by {@code -Dheadwater.gap.blocks}.
 */
class LongGapTests {

	private static final Log logger = LogFactory.getLog(LongGapTests.class);

	private static final int BLOCKS = Integer.getInteger("headwater.gap.blocks", 50_000);

	private static final long MEGABYTE = 1024 * 1024;

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(FollowingListener.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url(),
				"headwater.chains.main.catch-up.max-requests-per-second=0",
				"headwater.chains.main.catch-up.max-in-flight=16",
				"headwater.chains.main.reconnect.initial-delay=50ms");

	@Test
	@FailureMode(21)
	void isCaughtUpInOrderAndBoundedMemoryWithTheReorgsInIt() {
		this.runner.run((context) -> {
			FollowingListener listener = context.getBean(FollowingListener.class);
			listener.await(head());
			this.node.mine(10);
			listener.await(head());
			this.node.stop();
			this.node.reorg(3);
			this.node.chain().mine(BLOCKS / 2);
			this.node.reorg(5);
			this.node.chain().mine(BLOCKS / 2);
			long heapOfTheChain = FollowingListener.heapAfterGc();
			long startNanos = System.nanoTime();
			this.node.start();
			listener.await(head());
			double seconds = (System.nanoTime() - startNanos) / 1e9;
			logger.info("Caught up " + BLOCKS + " blocks in " + seconds + " s, " + Math.round(BLOCKS / seconds)
					+ " a second; heap grew by " + (listener.mostHeapAfterGc() - heapOfTheChain) / MEGABYTE
					+ " MB at the most");
			assertThat(listener.reverted()).isEqualTo(3);
			assertThat(listener.mostHeapAfterGc() - heapOfTheChain).isLessThan(32 * MEGABYTE);
		});
	}

	private BlockRef head() {
		return new BlockRef(this.node.chain().head().number(), Hash.of(this.node.chain().head().hash()));
	}

}
