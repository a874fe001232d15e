package io.headwater.endurance;

import java.time.Duration;
import java.util.List;

import io.headwater.endurance.ToldHeads.ToldHead;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.LongRound;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node drops each connection right after its first head. After many of them an
 * application holds no more than after the first ones. More of them by
 * {@code -Dheadwater.endurance.reconnects=2000}.
 */
@LongRound
class ManyReconnectsTests {

	private static final Log logger = LogFactory.getLog(ManyReconnectsTests.class);

	private static final int RECONNECTS = Integer.getInteger("headwater.endurance.reconnects", 400);

	private static final int WARM_UP = 200;

	/** A stream may dial a node so often only; one that is started again, anew. */
	private static final int RECONNECTS_OF_A_START = 8;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** Idle threads live on for five seconds. */
	private static final int LOOKS_UNTIL_SETTLED = 7;

	/** A class or a thread of a pool may be needed late. */
	private static final int FEW = 3;

	private static final long NOISE = 512 * 1024;

	/** A session, with its buffer, holds much more. */
	private static final long NOISE_OF_A_RECONNECT = 512;

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ToldHeads heads = new ToldHeads("main");

	@Test
	void applicationHoldsNoMoreAfterManyReconnects() {
		try (ChildJvm child = start(FollowingApplication.class)) {
			assertHoldsNoMore(child, RECONNECTS_OF_A_START);
			assertFollowedTheNode();
		}
	}

	@Test
	void linkThatIsNeverStartedAgainHoldsNoMoreAfterManyReconnects() {
		try (ChildJvm child = start(ReconnectingLink.class)) {
			assertHoldsNoMore(child, Integer.MAX_VALUE);
		}
	}

	private ChildJvm start(Class<?> application) {
		return ChildJvm.start(application, List.of("-Xmx128m"),
				List.of("--headwater.chains.main.nodes[0].url=" + this.node.url(),
						"--headwater.chains.main.reconnect.initial-delay=1ms",
						"--headwater.chains.main.reconnect.max-delay=1ms", "--headwater.chains.main.window=32",
						"--headwater.chains.main.catch-up.max-requests-per-second=0"),
				this.heads);
	}

	private void assertHoldsNoMore(ChildJvm child, int reconnectsOfAStart) {
		long startNanos = System.nanoTime();
		reconnect(child, WARM_UP, reconnectsOfAStart);
		JvmFigures before = settled(child);
		reconnect(child, RECONNECTS - WARM_UP, reconnectsOfAStart);
		JvmFigures[] after = new JvmFigures[1];
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
			after[0] = figures(child);
			assertThat(after[0].threads()).as(child.ask("threads")).isLessThanOrEqualTo(before.threads() + FEW);
			assertThat(after[0].openFiles()).isLessThanOrEqualTo(before.openFiles() + FEW);
			assertThat(after[0].heapAfterGc() - before.heapAfterGc())
				.isLessThan(NOISE + NOISE_OF_A_RECONNECT * (RECONNECTS - WARM_UP));
		});
		logger.info("After %d reconnects %s; after %d %s; %.1f s".formatted(WARM_UP, before, RECONNECTS, after[0],
				(System.nanoTime() - startNanos) / 1e9));
	}

	private static JvmFigures figures(ChildJvm child) {
		return JvmFigures.ofLine(child.ask("figures"));
	}

	private static JvmFigures settled(ChildJvm child) {
		JvmFigures least = figures(child);
		for (int look = 0; look < LOOKS_UNTIL_SETTLED; look++) {
			child.assertLivesFor(Duration.ofSeconds(1));
			least = least.least(figures(child));
		}
		return least;
	}

	private void reconnect(ChildJvm child, int reconnects, int reconnectsOfAStart) {
		for (int reconnect = 1; reconnect <= reconnects; reconnect++) {
			this.node.awaitSubscriptions(1, PATIENCE);
			this.node.mine();
			this.heads.awaitHash(() -> this.node.chain().head().hash());
			this.node.dropConnections();
			if (reconnect % reconnectsOfAStart == 0) {
				child.ask("restart main");
			}
		}
	}

	/** Every block from the first one told, and each once. */
	private void assertFollowedTheNode() {
		this.heads.assertNoBreach();
		List<ToldHead> told = this.heads.heads();
		assertThat(told.stream().map(ToldHead::hash)).isEqualTo(this.node.chain()
			.canonical()
			.stream()
			.filter((block) -> block.number() >= told.get(0).number())
			.map(SimulatedBlock::hash)
			.toList());
	}

}
