package io.headwater.endurance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.DeliveryState;
import io.headwater.Hash;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import io.headwater.testing.LongRound;
import io.headwater.testing.PostgresTest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances on one database, each a JVM of its own: one delivers, the other goes on
 * when that one is frozen, stopped or killed. More rounds by
 * {@code -Dheadwater.endurance.handovers=20}.
 */
@LongRound
@PostgresTest
class ReplicaTests {

	private static final Log logger = LogFactory.getLog(ReplicaTests.class);

	private static final int ROUNDS = Integer.getInteger("headwater.endurance.handovers", 1);

	private static final Duration LEASE = Duration.ofSeconds(4);

	private static final Duration WITHIN_LEASE = LEASE.plusSeconds(2);

	private static final Duration AFTER_STOP = Duration.ofSeconds(1);

	/** A build machine may be so much slower. */
	private static final int PATIENCE = 10;

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	@AutoClose
	private final SteadyMiner miner = SteadyMiner.on(this.node, Duration.ofMillis(50));

	private final AuditedPostgres database = new AuditedPostgres();

	private final List<Replica> replicas = new ArrayList<>();

	/** Whose turn it was, one after another. */
	private final List<Replica> turns = new ArrayList<>();

	private final Takeovers takeovers = new Takeovers();

	@TempDir
	private Path directory;

	@AfterEach
	void endAll() {
		this.replicas.forEach(Replica::close);
	}

	@Test
	@FailureMode(14)
	void oneDeliversAndAnotherGoesOnWhereItWasFrozenStoppedOrKilled() {
		handOver(this::start);
	}

	@Test
	@FailureMode(14)
	void whatListenersKeepInTheTransactionOfTheStepIsThereExactlyOnceWhoeverDelivers() {
		handOver(this::startTransactional);
		List<BlockRef> kept = ToldOnce.fold(this.database.read(EventTable::read), 0);
		assertIsOfTheChain(kept);
		assertThat(kept).last().isEqualTo(this.database.checkpoint());
	}

	private void handOver(Supplier<Replica> start) {
		Replica one = start.get();
		one.awaitHeadAfter(0);
		this.turns.add(one);
		for (int round = 0; round < ROUNDS; round++) {
			Replica two = onStandby(start);
			freeze(one, two);
			stop(two, one);
			Replica three = onStandby(start);
			kill(one, three);
			one = three;
		}
		this.miner.close();
		one.jvm().terminate();
		this.replicas.forEach(Replica::assertNoBreach);
		assertThat(this.database.owners()).as("each saves in its turn only")
			.hasSize(this.turns.size())
			.doesNotHaveDuplicates();
		assertTurnsAreOneWalk();
		logger.info(this.takeovers + "of " + ROUNDS + " rounds");
	}

	private Replica start() {
		return start(ReplicaApplication.class);
	}

	private Replica startTransactional() {
		return start(TransactionalReplicaApplication.class, "--headwater.chains.main.transactional=true",
				"--headwater.chains.main.on-failure=halt");
	}

	private Replica start(Class<?> main, String... arguments) {
		Path file = this.directory.resolve("replica-" + this.replicas.size() + ".json");
		Replica replica = new Replica(main, file,
				Stream
					.of(this.database.arguments().stream(), Stream.of(arguments),
							Stream.of("--headwater.chains.main.nodes[0].url=" + this.node.url(),
									"--headwater.checkpoint.lease=" + LEASE,
									"--headwater.chains.main.catch-up.max-requests-per-second=0"))
					.flatMap((part) -> part)
					.toList());
		this.replicas.add(replica);
		return replica;
	}

	private static Replica onStandby(Supplier<Replica> start) {
		Replica replica = start.get();
		replica.awaitState(DeliveryState.STANDBY);
		return replica;
	}

	private void freeze(Replica owner, Replica other) {
		long frozen = System.nanoTime();
		owner.jvm().freeze();
		int recorded = owner.recorded();
		takesOver("frozen", other, frozen, WITHIN_LEASE);
		owner.jvm().unfreeze();
		owner.awaitState(DeliveryState.STANDBY);
		assertThat(owner.recorded()).as("the event that it was in").isBetween(recorded, recorded + 1);
	}

	/** At any time between two attempts of the other. */
	private void stop(Replica owner, Replica other) {
		owner.jvm().assertLivesFor(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1000)));
		long stopped = System.nanoTime();
		owner.jvm().terminate();
		takesOver("stopped", other, stopped, AFTER_STOP);
	}

	private void kill(Replica owner, Replica other) {
		long killed = System.nanoTime();
		owner.jvm().kill();
		takesOver("killed", other, killed, WITHIN_LEASE);
	}

	private void takesOver(String cause, Replica other, long fromNanos, Duration promised) {
		Duration taken = other.awaitHeadAfter(fromNanos);
		this.takeovers.add(cause, taken);
		this.turns.add(other);
		assertThat(taken).isLessThan(promised.multipliedBy(PATIENCE));
	}

	private void assertTurnsAreOneWalk() {
		ToldLives told = new ToldLives(0, (block) -> false);
		Map<Replica, Integer> taken = new HashMap<>();
		for (Replica replica : this.turns) {
			List<List<ChainEvent>> turns = replica.turns();
			told.accept(turns.get(taken.merge(replica, 1, Integer::sum) - 1));
		}
		assertThat(told.standing()).isEqualTo(told.kept());
		assertIsOfTheChain(told.standing());
	}

	/** From the head at the start up to any later one. */
	private void assertIsOfTheChain(List<BlockRef> blocks) {
		assertThat(blocks).isNotEmpty();
		assertThat(blocks).isEqualTo(this.node.chain()
			.canonical()
			.stream()
			.map(ReplicaTests::ref)
			.skip(blocks.get(0).number())
			.limit(blocks.size())
			.toList());
	}

	private static BlockRef ref(SimulatedBlock block) {
		return new BlockRef(block.number(), Hash.of(block.hash()));
	}

}
