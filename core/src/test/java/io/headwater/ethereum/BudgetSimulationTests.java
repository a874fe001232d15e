package io.headwater.ethereum;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import io.headwater.ethereum.BudgetSimulation.Limit;
import io.headwater.ethereum.BudgetSimulation.Tampering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a budget makes of nodes that allow 1 to 10,000 requests a second, each in its way,
 * and take 1 to 500 ms to answer. The number of nodes is given by
 * {@code -Dheadwater.budget.seeds}, the first one by {@code -Dheadwater.budget.seed}.
 */
class BudgetSimulationTests {

	private static final int SEEDS = Integer.getInteger("headwater.budget.seeds", 40);

	private static final long FIRST_SEED = Long.getLong("headwater.budget.seed", 0);

	private static final int IN_FLIGHT = 16;

	private static final double HALF_A_SECOND = 0.5;

	@Test
	void findsOutWhatANodeBearsWithoutStarvingOrBotheringIt() {
		assertThat(seeds().boxed().flatMap((seed) -> faults(seed, Tampering.NONE).stream())).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void wouldFindOutThatTheBudgetIsNotToldWhatItNeeds(Tampering tampering) {
		assertThat(seeds().anyMatch((seed) -> !faults(seed, tampering).isEmpty())).isTrue();
	}

	private static LongStream seeds() {
		return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
	}

	private static List<String> faults(long seed, Tampering tampering) {
		SplittableRandom random = new SplittableRandom(seed);
		int perSecond = (int) Math.round(Math.pow(10, random.nextDouble(0, 4)));
		Duration latency = Duration.ofNanos((long) (Math.pow(10, random.nextDouble(6, 8.7))));
		Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
		BudgetSimulation simulation = new BudgetSimulation(null, kind.limit(perSecond, random), latency, seed,
				tampering);
		simulation.run(Duration.ofMinutes(2));
		simulation.run(Duration.ofMinutes(5));
		double possible = Math.min(perSecond, IN_FLIGHT / (latency.toNanos() * 1.05 / BudgetSimulation.SECOND));
		double rate = simulation.served() / 300.0;
		Duration patience = Duration.ofMillis((long) (1000 * (2 + HALF_A_SECOND + 5.0 / perSecond)));
		List<String> faults = new ArrayList<>();
		String node = "seed " + seed + ", " + kind + " of " + perSecond + " a second, " + latency.toMillis() + " ms: ";
		if (rate < 0.8 * possible) {
			faults.add(node + rate + " a second of " + possible);
		}
		if (simulation.refusedShare() > 0.05) {
			faults.add(node + "refused is " + simulation.refusedShare());
		}
		if (simulation.longestGap().compareTo(patience) > 0) {
			faults.add(node + "nothing for " + simulation.longestGap());
		}
		return faults;
	}

	private enum Kind {

		WINDOW, SLIDING, BUCKET;

		Limit limit(int perSecond, SplittableRandom random) {
			return switch (this) {
				case WINDOW -> Limit.window(perSecond);
				case SLIDING -> Limit.sliding(perSecond);
				case BUCKET -> Limit.bucket(perSecond, perSecond * random.nextDouble(1, 10));
			};
		}

	}

}
