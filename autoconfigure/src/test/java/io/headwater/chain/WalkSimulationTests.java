package io.headwater.chain;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

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
			throw failure(schedule, ex);
		}
	}

	private static AssertionFailedError failure(Schedule schedule, Throwable failure) {
		Schedule shortest = new ScheduleShrinker((candidate) -> isAlike(failureOf(candidate), failure))
			.shrink(schedule);
		String actions = shortest.actions().stream().map(Object::toString).collect(Collectors.joining("\n"));
		return new AssertionFailedError(
				"""
						Seed %d breaks a rule: %s
						Replay it: mvn -pl autoconfigure -am -Dtest=WalkSimulationTests -Dsurefire.failIfNoSpecifiedTests=false -Dheadwater.simulation.seed=%d test
						The shortest schedule found, with %s in %s:
						%s
						breaks it so: %s"""
					.formatted(schedule.seed(), failure, schedule.seed(), shortest.settings(), shortest.world(),
							actions, failureOf(shortest)),
				failure);
	}

	/** Another failure may come out on the way, but this one is to be explained. */
	private static boolean isAlike(@Nullable Throwable one, Throwable other) {
		return one != null && rule(one).equals(rule(other));
	}

	private static String rule(Throwable failure) {
		return failure.toString().split("[0-9\\n]", 2)[0];
	}

	private static @Nullable Throwable failureOf(Schedule schedule) {
		try {
			new WalkSimulation(schedule, Tampering.NONE).run();
			return null;
		}
		catch (AssertionError | RuntimeException ex) {
			return ex;
		}
	}

}
