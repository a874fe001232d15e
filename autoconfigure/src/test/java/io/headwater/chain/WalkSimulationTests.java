package io.headwater.chain;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of the walk in worlds where much goes wrong. Longer:
 * {@code -Dheadwater.simulation.seeds=10000}; one seed again:
 * {@code -Dheadwater.simulation.seed=…}.
 */
class WalkSimulationTests {

	private static final int LEAST_FAULTS = 20;

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
