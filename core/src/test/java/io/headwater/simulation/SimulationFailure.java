package io.headwater.simulation;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * A schedule by which a rule was broken, made short enough to be understood.
 */
final class SimulationFailure {

	private final Schedule schedule;

	private final Tampering tampering;

	private final Throwable cause;

	SimulationFailure(Schedule schedule, Tampering tampering, Throwable cause) {
		this.schedule = schedule;
		this.tampering = tampering;
		this.cause = cause;
	}

	Throwable cause() {
		return this.cause;
	}

	AssertionFailedError explained() {
		Schedule shortest = shortest();
		return new AssertionFailedError("""
				Seed %d breaks a rule: %s
				Replay it (and add -Dheadwater.simulation.trace=true to see its course):
				mvn -pl core -am -Dtest=WalkSimulationTests -Dsurefire.failIfNoSpecifiedTests=false \
				-Dheadwater.simulation.seed=%d test
				The shortest schedule found, with %s in %s:
				%s
				breaks it so: %s""".formatted(this.schedule.seed(), this.cause, this.schedule.seed(),
				shortest.settings(), shortest.world(),
				shortest.actions().stream().map(Object::toString).collect(Collectors.joining("\n")),
				failureOf(shortest)), this.cause);
	}

	/** Another failure may come out on the way, but this one is to be explained. */
	Schedule shortest() {
		return new ScheduleShrinker((candidate) -> {
			Throwable failure = failureOf(candidate);
			return failure != null && rule(failure).equals(rule(this.cause));
		}).shrink(this.schedule);
	}

	private static String rule(Throwable failure) {
		return failure.toString().split("[0-9\\n]", 2)[0];
	}

	private @Nullable Throwable failureOf(Schedule schedule) {
		try {
			new WalkSimulation(schedule, this.tampering).run();
			return null;
		}
		catch (AssertionError | RuntimeException ex) {
			return ex;
		}
	}

}
