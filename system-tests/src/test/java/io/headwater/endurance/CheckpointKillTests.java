package io.headwater.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.realnode.RealNode;
import io.headwater.realnode.RealNodeTest;
import io.headwater.realnode.RealNodes;
import io.headwater.testing.FailureMode;
import io.headwater.testing.LongRound;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with checkpoints in a file of H2 is killed again and again while anvil
 * mines and reorganises, also between its lives: whatever its listeners have kept is the
 * node's chain in the end.
 */
@LongRound
@RealNodeTest
class CheckpointKillTests {

	private static final Log logger = LogFactory.getLog(CheckpointKillTests.class);

	private static final int FEWEST_KILLS = 5;

	private static final int KILLS_A_WALK = 2;

	private static final int WALKS = 3;

	private static final int CONFIRMATIONS = 3;

	@TempDir
	private Path directory;

	private final Random random = KillRounds.random();

	@Test
	@FailureMode(14)
	void allLivesTogetherAreOneWalkInWhichAKillRepeatsTheStepInWork() {
		H2File database = new H2File(this.directory);
		List<@Nullable StoredCheckpoint> checkpoints = new ArrayList<>();
		try (RealNode node = RealNodes.anvil();
				KilledApplication application = application(CheckpointedApplication.class, node, database)) {
			AnvilChain chain = new AnvilChain(node);
			KillRounds rounds = new KillRounds(FEWEST_KILLS, application, chain);
			rounds.run(() -> checkpoints.add(database.checkpoint()));
			List<List<ChainEvent>> lives = application.recorded();
			ToldLives told = new ToldLives(CONFIRMATIONS, chain::wasReplaced);
			for (int life = 0; life < lives.size(); life++) {
				told.accept(lives.get(life), (life > 0) ? checkpoints.get(life - 1) : null);
			}
			List<BlockRef> canonical = chain.from(0);
			assertThat(told.standing()).isEqualTo(canonical);
			assertThat(told.kept()).isEqualTo(canonical);
			assertThat(checkpoints).last()
				.satisfies((left) -> assertThat(left.checkpoint().block()).isEqualTo(chain.head()));
			logger.info(rounds.kills() + " kills, which repeated " + told.repeated() + " heads; "
					+ count(lives, NewHeadEvent.class) + " heads and " + count(lives, ReorgEvent.class)
					+ " reorgs told of " + canonical.size() + " blocks");
		}
	}

	@Test
	@FailureMode(14)
	void whatListenersKeepInTheTransactionOfTheStepIsThereExactlyOnce() {
		H2File database = new H2File(this.directory);
		try (RealNode node = RealNodes.anvil();
				KilledApplication application = application(TransactionalApplication.class, node, database,
						"--headwater.chains.main.transactional=true", "--headwater.chains.main.on-failure=halt")) {
			AnvilChain chain = new AnvilChain(node);
			KillRounds rounds = new KillRounds(FEWEST_KILLS, application, chain);
			rounds.run(() -> {
			});
			List<ChainEvent> told = database.inDatabase(EventTable::read);
			assertThat(ToldOnce.fold(told, CONFIRMATIONS)).isEqualTo(chain.from(0));
			logger.info(rounds.kills() + " kills; " + count(List.of(told), NewHeadEvent.class) + " heads and "
					+ count(List.of(told), ReorgEvent.class) + " reorgs told of " + (chain.head().number() + 1)
					+ " blocks, none twice");
		}
	}

	@Test
	@FailureMode(14)
	void aWalkThatBeganAtTheNewestHeadGoesOnAlthoughItsFirstHeadIsReplaced() throws IOException {
		for (int walk = 0; walk < WALKS; walk++) {
			Path directory = Files.createDirectory(this.directory.resolve("walk-" + walk));
			H2File database = new H2File(directory);
			List<@Nullable StoredCheckpoint> checkpoints = new ArrayList<>();
			try (RealNode node = RealNodes.anvil();
					KilledApplication application = application(CheckpointedApplication.class, node, directory,
							"latest", database)) {
				AnvilChain chain = new AnvilChain(node);
				chain.mine(12);
				killWhileTheFirstHeadIsReplaced(application, chain, () -> checkpoints.add(database.checkpoint()));
				List<List<ChainEvent>> lives = application.recorded();
				ToldLives told = new ToldLives(CONFIRMATIONS, chain::wasReplaced);
				for (int life = 0; life < lives.size(); life++) {
					told.accept(lives.get(life), (life > 0) ? checkpoints.get(life - 1) : null);
				}
				assertThat(count(lives, ChainResetEvent.class)).isZero();
				StoredCheckpoint left = Objects.requireNonNull(checkpoints.get(checkpoints.size() - 1));
				assertThat(told.standing()).isEqualTo(chain.from(left.checkpoint().first()));
				logger.info(KILLS_A_WALK + " kills of a walk that began at block " + left.checkpoint().first() + "; "
						+ count(lives, NewHeadEvent.class) + " heads and " + count(lives, ReorgEvent.class)
						+ " reorgs told");
			}
		}
	}

	private void killWhileTheFirstHeadIsReplaced(KilledApplication application, AnvilChain chain, Runnable afterEach) {
		int first = (int) chain.head().number();
		for (int kill = 0; kill < KILLS_A_WALK; kill++) {
			ChildJvm life = application.live();
			awaitCheckpoint(life, chain);
			for (int action = this.random.nextInt(4); action > 0; action--) {
				chain.mine(1);
				replaceAllFrom(first, chain);
			}
			life.assertLivesFor(Duration.ofMillis(this.random.nextInt(50)));
			life.kill();
			afterEach.run();
			replaceAllFrom(first, chain);
		}
		ChildJvm last = application.live();
		chain.mine(1);
		awaitCheckpoint(last, chain);
		last.terminate();
		afterEach.run();
	}

	private static void awaitCheckpoint(ChildJvm life, AnvilChain chain) {
		String head = chain.head().hash().toString();
		Awaitility.await("the checkpoint at the head")
			.atMost(Duration.ofMinutes(1))
			.until(() -> life.ask("checkpoint main").equals(head));
	}

	private void replaceAllFrom(int first, AnvilChain chain) {
		chain.reorganise((int) chain.head().number() - first + 1 + this.random.nextInt(3));
	}

	private KilledApplication application(Class<?> main, RealNode node, H2File database, String... arguments) {
		return application(main, node, this.directory, "0", database, arguments);
	}

	private static KilledApplication application(Class<?> main, RealNode node, Path directory, String start,
			H2File database, String... arguments) {
		return new KilledApplication(main, directory,
				Stream
					.of(database.arguments().stream(), Stream.of(arguments),
							Stream.of("--headwater.chains.main.nodes[0].url=" + node.wsUrl(),
									"--headwater.chains.main.start=" + start,
									"--headwater.chains.main.confirmations=" + CONFIRMATIONS,
									"--headwater.chains.main.catch-up.max-requests-per-second=0",
									"--headwater.chains.main.finality.interval=50ms"))
					.flatMap((part) -> part)
					.toList());
	}

	private static long count(List<List<ChainEvent>> lives, Class<? extends ChainEvent> type) {
		return lives.stream().flatMap(List::stream).filter(type::isInstance).count();
	}

}
