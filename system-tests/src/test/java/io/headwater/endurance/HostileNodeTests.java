package io.headwater.endurance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.headwater.endurance.ToldHeads.ToldHead;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import io.headwater.testing.LongRound;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application of 128 MB follows two chains, one of them at a node that attacks it. It
 * lives, the other chain does not suffer, and the attacked one is followed again when its
 * node is honest. Longer attacks by {@code -Dheadwater.endurance.attack=60s}.
 */
@LongRound
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileNodeTests {

	private static final Log logger = LogFactory.getLog(HostileNodeTests.class);

	private static final Duration ATTACK = DurationStyle
		.detectAndParse(System.getProperty("headwater.endurance.attack", "1s"));

	private static final String ATTACKS = System.getProperty("headwater.endurance.attacks", ".*");

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration LONGEST_LATENCY = Duration.ofSeconds(10);

	@AutoClose
	private final SimulatedNode goodNode = SimulatedNode.create(new SimulatedChain(1)).start();

	@AutoClose
	private final SimulatedNode honestNode = SimulatedNode.create(new SimulatedChain(2)).start();

	@AutoClose
	private final HostileNode badNode = HostileNode.before(this.honestNode, HostileNodeTests::beHonest);

	@AutoClose
	private final SteadyMiner miner = SteadyMiner.on(this.goodNode, Duration.ofMillis(50));

	@AutoClose
	private final TwoChains application = new TwoChains(this.goodNode.url(), this.badNode.url());

	static Stream<Behaviour> attacks() {
		return Stream.<Behaviour>concat(Stream.of(WireAttack.values()), Stream.of(MessageAttack.values()))
			.filter((attack) -> attack.toString().matches(ATTACKS));
	}

	@ParameterizedTest
	@MethodSource("attacks")
	@FailureMode({ 29, 30, 32, 39 })
	void neitherEndsTheApplicationNorTouchesAnotherChain(Behaviour attack) {
		ChildJvm child = this.application.alive();
		ToldHeads good = this.application.good();
		int toldBefore = good.count();
		long linesBefore = child.loggedLines();
		child.ask("peaks");
		meet(child, attack);
		Awaitility.await().atMost(PATIENCE).until(() -> this.badNode.connections() > 0);
		child.assertLivesFor(ATTACK);
		String suffered = "%d connections, %.1f MB read, %d lines logged".formatted(this.badNode.connections(),
				this.badNode.written() / JvmFigures.MEGABYTE, child.loggedLines() - linesBefore);
		JvmFigures held = JvmFigures.ofLine(child.ask("figures"));
		long honestNanos = System.nanoTime();
		meet(child, HostileNodeTests::beHonest);
		this.honestNode.mine();
		this.application.bad().awaitHash(() -> this.honestNode.chain().head().hash());
		suffered += ", followed again after %d ms".formatted((System.nanoTime() - honestNanos) / 1_000_000);
		good.awaitHash(() -> this.goodNode.chain().head().hash());
		List<ToldHead> told = good.heads();
		List<Duration> latencies = this.miner.latencies(told.subList(toldBefore, told.size()));
		Duration longest = latencies.get(latencies.size() - 1);
		logger.info(
				"%s for %d ms: %s; heap %s, held %.0f MB; %d heads of the other chain, latency %d ms, at the most %d ms"
					.formatted(attack, ATTACK.toMillis(), suffered, peaks(child),
							held.heapAfterGc() / JvmFigures.MEGABYTE, latencies.size(),
							latencies.get(latencies.size() / 2).toMillis(), longest.toMillis()));
		assertThat(longest).isLessThan(LONGEST_LATENCY);
		assertThat(told).extracting(ToldHead::hash).isEqualTo(mined(told.get(0).number(), told.size()));
		good.assertNoBreach();
		this.application.bad().assertNoBreach();
	}

	/** A stream that starts anew may dial its node at once. */
	private void meet(ChildJvm child, Behaviour behaviour) {
		this.badNode.behave(behaviour);
		child.ask("restart bad");
	}

	private static void beHonest(HostileConnection connection) throws IOException {
		connection.shakeHands();
		connection.relay(Integer.MAX_VALUE);
	}

	private static String peaks(ChildJvm child) {
		String[] bytes = child.ask("peaks").split(" ");
		return "at the most %.0f MB, after GC %.0f MB".formatted(Long.parseLong(bytes[0]) / JvmFigures.MEGABYTE,
				Long.parseLong(bytes[1]) / JvmFigures.MEGABYTE);
	}

	private List<String> mined(long from, int count) {
		return this.goodNode.chain()
			.canonical()
			.subList((int) from, (int) from + count)
			.stream()
			.map(SimulatedBlock::hash)
			.toList();
	}

}
