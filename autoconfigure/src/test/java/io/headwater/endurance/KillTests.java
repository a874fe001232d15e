package io.headwater.endurance;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.Head;
import io.headwater.NewHeadEvent;
import io.headwater.realnode.RealNode;
import io.headwater.realnode.RealNodeTest;
import io.headwater.realnode.RealNodes;
import io.headwater.testing.WalkChecker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application is killed again and again while anvil mines and reorganises, also
 * between its lives. Without a checkpoint each life is a walk of its own, from the newest
 * head. More kills by {@code -Dheadwater.endurance.kills=100}, the same ones by
 * {@code -Dheadwater.endurance.seed=}.
 */
@RealNodeTest
class KillTests {

	private static final Log logger = LogFactory.getLog(KillTests.class);

	private static final int KILLS = Integer.getInteger("headwater.endurance.kills", 3);

	private static final long SEED = Long.getLong("headwater.endurance.seed", System.nanoTime());

	private static final int MOST_ACTIONS = 12;

	private final Random random = new Random(SEED);

	@TempDir
	private Path directory;

	@Test
	void eachLifeIsAWalkAndTheLastOneFollowsTheNode() {
		logger.info("-Dheadwater.endurance.seed=" + SEED);
		try (RealNode node = RealNodes.anvil();
				KilledApplication application = new KilledApplication(RecordingApplication.class, this.directory,
						List.of("--headwater.chains.main.nodes[0].url=" + node.wsUrl()))) {
			AnvilChain chain = new AnvilChain(node, this.random);
			for (int kill = 0; kill < KILLS; kill++) {
				ChildJvm life = application.live();
				act(chain);
				if (this.random.nextInt(4) > 0) {
					application.heads().awaitFirst();
				}
				act(chain);
				life.kill();
				act(chain);
			}
			application.live();
			act(chain);
			application.heads().awaitHash(() -> chain.head().hash().toString());
			List<List<ChainEvent>> lives = application.recorded();
			assertThat(lives).hasSize(KILLS + 1);
			lives.forEach((life) -> assertThat(life).filteredOn(NewHeadEvent.class::isInstance)
				.allSatisfy((event) -> assertThat(chain.everHad(head(event).ref())).isTrue()));
			List<List<BlockRef>> walks = lives.stream().map(KillTests::walk).toList();
			List<BlockRef> last = walks.get(KILLS);
			assertThat(last).isEqualTo(chain.from(last.get(0).number()));
			logger.info(KILLS + " kills; heads that stood at the end of each life: "
					+ walks.stream().map(List::size).toList() + " of " + chain.head().number());
		}
	}

	private void act(AnvilChain chain) {
		for (int action = this.random.nextInt(MOST_ACTIONS); action > 0; action--) {
			chain.act();
		}
	}

	private static Head head(ChainEvent event) {
		return ((NewHeadEvent) event).head();
	}

	private static List<BlockRef> walk(List<ChainEvent> life) {
		WalkChecker checker = new WalkChecker(0);
		life.forEach(checker::accept);
		return checker.stack();
	}

}
