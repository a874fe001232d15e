package io.headwater.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of the walk in worlds where much goes wrong. Longer:
 * {@code -Dheadwater.simulation.seeds=10000}; one seed again:
 * {@code -Dheadwater.simulation.seed=…}.
 */
@QuietCheckpoints
class WalkSimulationTests {

	private static final int LEAST_FAULTS = 20;

	/** In so many worlds there is everything that may happen. */
	private static final int SEEDS_FOR_ALL = 400;

	private static final int CHAINS = 100;

	@Test
	void theWalkIsTrueWhateverGoesWrong() {
		Long one = Long.getLong("headwater.simulation.seed");
		long first = (one != null) ? one : 1;
		long last = (one != null) ? one : Long.getLong("headwater.simulation.seeds", 500);
		Tally tally = Tally.NOTHING;
		for (long seed = first; seed <= last; seed++) {
			Tally ofSeed = run(seed);
			assertThat(ofSeed.faults()).as("faults of seed " + seed).isGreaterThanOrEqualTo(LEAST_FAULTS);
			tally = tally.plus(ofSeed);
		}
		System.out.println("Simulated: " + tally);
		if (last - first >= SEEDS_FOR_ALL) {
			assertThat(tally.told()).containsOnlyKeys(SimulatedWalk.ALL);
		}
	}

	@Test
	void theSameChainIsTheSameWalkHoweverItIsTold() {
		for (long seed = 1; seed <= CHAINS; seed++) {
			List<WalkSimulation> simulations = ScheduleMaker.ofOneChain(seed)
				.stream()
				.map((schedule) -> new WalkSimulation(schedule, Tampering.NONE))
				.toList();
			assertThat(simulations.get(0).run()).as("the course of seed " + seed)
				.isNotEqualTo(simulations.get(1).run());
			assertThat(simulations.get(0).stack()).as("the walk of seed " + seed).isEqualTo(simulations.get(1).stack());
		}
	}

	@Test
	void applicationsCrashAtEveryPoint() {
		Set<CrashPoint> crashes = EnumSet.noneOf(CrashPoint.class);
		for (long seed = 1; seed <= CHAINS; seed++) {
			WalkSimulation simulation = new WalkSimulation(ScheduleMaker.make(seed), Tampering.NONE);
			simulation.run();
			crashes.addAll(simulation.crashes());
		}
		assertThat(crashes).containsExactlyInAnyOrder(CrashPoint.values());
	}

	@Test
	void aScheduleAlwaysTakesTheSameCourse() {
		for (long seed = 1; seed <= 10; seed++) {
			assertThat(run(seed)).isEqualTo(run(seed));
		}
	}

	private static Tally run(long seed) {
		Schedule schedule = ScheduleMaker.make(seed);
		try {
			return new WalkSimulation(schedule, Tampering.NONE).run();
		}
		catch (AssertionError | RuntimeException ex) {
			throw new SimulationFailure(schedule, Tampering.NONE, ex).explained();
		}
	}

}
