package io.headwater.endurance;

import java.nio.file.Path;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.Head;
import io.headwater.NewHeadEvent;
import io.headwater.realnode.RealNode;
import io.headwater.realnode.RealNodeTest;
import io.headwater.realnode.RealNodes;
import io.headwater.test.walk.WalkChecker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application without a durable checkpoint is killed: each life is a walk of its own,
 * from the newest head.
 */
@RealNodeTest
class KillTests {

	private static final Log logger = LogFactory.getLog(KillTests.class);

	private static final int FEWEST_KILLS = 2;

	@TempDir
	private Path directory;

	@Test
	void eachLifeIsAWalkAndTheLastOneFollowsTheNode() {
		try (RealNode node = RealNodes.anvil();
				KilledApplication application = new KilledApplication(RecordingApplication.class, this.directory,
						List.of("--headwater.chains.main.nodes[0].url=" + node.wsUrl()))) {
			AnvilChain chain = new AnvilChain(node);
			KillRounds rounds = new KillRounds(FEWEST_KILLS, application, chain);
			rounds.run(() -> {
			});
			List<List<ChainEvent>> lives = application.recorded();
			assertThat(lives).hasSize(rounds.kills() + 1);
			lives.forEach((life) -> assertThat(life).filteredOn(NewHeadEvent.class::isInstance)
				.allSatisfy((event) -> assertThat(chain.everHad(head(event).ref())).isTrue()));
			List<List<BlockRef>> walks = lives.stream().map(KillTests::walk).toList();
			List<BlockRef> last = walks.get(rounds.kills());
			assertThat(last).isEqualTo(chain.from(last.get(0).number()));
			logger.info(rounds.kills() + " kills; heads that stood at the end of each life: "
					+ walks.stream().map(List::size).toList() + " of " + chain.head().number());
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
