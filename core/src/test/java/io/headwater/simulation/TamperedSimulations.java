package io.headwater.simulation;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Simulations with a deliberate fault, which are expected to fail.
 */
final class TamperedSimulations {

	/** Within as many seeds a fault is found. */
	private static final int SEEDS = 40;

	/** Only as many are played as it takes to find the fault. */
	private static final int MOST_SEEDS = 400;

	private TamperedSimulations() {
	}

	/**
	 * Return by which rule a fault is found first.
	 * @return the rule, or {@code null} if the fault is not found
	 */
	static @Nullable String failureWith(Tampering tampering) {
		return failures(tampering, MOST_SEEDS).map(TamperedSimulations::rule).findFirst().orElse(null);
	}

	/**
	 * Return by which rules a fault is found, whichever is the first.
	 */
	static List<String> failuresWith(Tampering tampering) {
		return failuresWith(tampering, SEEDS);
	}

	static List<String> failuresWith(Tampering tampering, int seeds) {
		return failures(tampering, seeds).map(TamperedSimulations::rule).toList();
	}

	static Stream<SimulationFailure> failures(Tampering tampering) {
		return failures(tampering, SEEDS);
	}

	private static Stream<SimulationFailure> failures(Tampering tampering, int seeds) {
		return LongStream.rangeClosed(1, seeds).mapToObj((seed) -> failure(seed, tampering)).filter(Objects::nonNull);
	}

	private static String rule(SimulationFailure failure) {
		return String.valueOf(failure.cause().getMessage());
	}

	private static @Nullable SimulationFailure failure(long seed, Tampering tampering) {
		Schedule schedule = ScheduleMaker.make(seed);
		try {
			new WalkSimulation(schedule, tampering).run();
			return null;
		}
		catch (AssertionError ex) {
			return new SimulationFailure(schedule, tampering, ex);
		}
	}

}
