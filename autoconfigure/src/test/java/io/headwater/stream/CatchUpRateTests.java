package io.headwater.stream;

import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.DeliveryState;
import io.headwater.Hash;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.test.ChaosNode;
import io.headwater.test.Faults;
import io.headwater.test.Moment;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import io.headwater.testing.LongRound;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How fast a gap is filled by default, and what a node that limits the rate refuses. The
 * figures are logged; the bounds leave room for a machine under load. The number of
 * blocks at a node that allows 50 a second is given by
 * {@code -Dheadwater.catch-up.blocks}.
 */
class CatchUpRateTests {

	private static final Log logger = LogFactory.getLog(CatchUpRateTests.class);

	private static final int BLOCKS = Integer.getInteger("headwater.catch-up.blocks", 600);

	private static final int LIMIT_EXCEEDED = -32005;

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(FollowingListener.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url(), "headwater.chains.main.start=1",
				"headwater.chains.main.auto-startup=false");

	/** The first time the JVM is cold. */
	@RepeatedTest(2)
	@LongRound
	void fillsAGapOfTenThousandBlocksWithinSeconds() {
		assertThat(secondsFor(10_000)).isLessThan(60);
	}

	@Test
	@LongRound
	@FailureMode(11)
	void isNearlyAsFastAsANodeThatAllowsFiftyCallsASecond() {
		this.node.limitCalls(50, LIMIT_EXCEEDED);
		assertThat(BLOCKS / secondsFor(BLOCKS)).isGreaterThan(25);
		assertThat(this.node.refusedCalls()).isLessThan(BLOCKS / 10);
	}

	@Test
	@LongRound
	@FailureMode(11)
	void isNearlyAsFastAsANodeThatAllowsEightCallsASecond() {
		this.node.limitCalls(8, 429);
		assertThat(secondsFor(150)).isLessThan(60);
		assertThat(this.node.refusedCalls()).isLessThan(60);
	}

	@Test
	@FailureMode(11)
	void losesNothingWhereCallsAreRefused() {
		this.node.limitCalls(50, LIMIT_EXCEEDED);
		assertThat(secondsFor(120)).isPositive();
		assertThat(this.node.refusedCalls()).isPositive();
	}

	@Test
	void isNotHeldUpByOneCallThatIsNotAnswered() {
		ChaosNode chaos = ChaosNode.serving(this.node.chain());
		Moment reply = Moment.replyTo("eth_getBlockByNumber");
		for (int i = 0; i < 10; i++) {
			chaos.once(reply, Faults.due());
		}
		chaos.once(reply, Faults.nothing());
		try (chaos) {
			ApplicationContextRunner other = this.runner
				.withPropertyValues("headwater.chains.main.nodes[0].url=" + chaos.url());
			assertThat(secondsFor(60, other)).isLessThan(9);
		}
	}

	private double secondsFor(int blocks) {
		return secondsFor(blocks, this.runner);
	}

	private double secondsFor(int blocks, ApplicationContextRunner runner) {
		this.node.chain().mine(blocks);
		BlockRef head = new BlockRef(this.node.chain().head().number(), Hash.of(this.node.chain().head().hash()));
		double[] seconds = new double[1];
		runner.run((context) -> {
			HeadStreams streams = context.getBean(HeadStreams.class);
			HeadStream stream = streams.get("main");
			long startNanos = System.nanoTime();
			streams.get("main").start();
			context.getBean(FollowingListener.class).await(head, Duration.ofMinutes(10));
			Awaitility.await().until(() -> stream.deliveryState() == DeliveryState.LIVE);
			seconds[0] = Duration.ofNanos(System.nanoTime() - startNanos).toMillis() / 1000.0;
			logger.info("Caught up " + blocks + " blocks in " + seconds[0] + " s, " + Math.round(blocks / seconds[0])
					+ " a second; refused were " + this.node.refusedCalls() + " calls of "
					+ this.node.requests().size());
		});
		return seconds[0];
	}

}
