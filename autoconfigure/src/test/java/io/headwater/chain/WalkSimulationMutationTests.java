package io.headwater.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.headwater.BlockRef;
import io.headwater.HeadOrigin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulation can fail: a deliberate fault is found within a few seeds, and by the
 * rule that it breaks.
 */
class WalkSimulationMutationTests {

	private static final int SEEDS = 20;

	@Test
	void aSkippedHeadOfAGapIsFound() {
		assertThat(failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				boolean isOfGap = step.events().size() == 1 && walk.heads() > 20
						&& step.events().get(0) instanceof WalkEvent.Joined joined
						&& joined.origin() == HeadOrigin.CATCH_UP;
				return isOfGap || walk.enter(step);
			}

		})).contains("each head stands on the one before it");
	}

	@Test
	void aWrongAncestorIsFound() {
		assertThat(failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				List<WalkEvent> events = new ArrayList<>(step.events());
				events.replaceAll(WalkSimulationMutationTests::oneTooHigh);
				return walk.enter(new WalkStep(events, step.receivedNanos()));
			}

		})).contains("each head stands on the one before it, or on the common ancestor");
	}

	private static WalkEvent oneTooHigh(WalkEvent event) {
		if (!(event instanceof WalkEvent.Reverted told) || told.reverted().size() < 2) {
			return event;
		}
		List<BlockRef> reverted = told.reverted();
		int last = reverted.size() - 1;
		return new WalkEvent.Reverted(reverted.get(last), reverted.subList(0, last));
	}

	@Test
	void aDuplicateIsFound() {
		assertThat(failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				return walk.enter(step) && (walk.heads() != 20 || walk.enter(step));
			}

		})).contains("each head stands on the one before it");
	}

	@Test
	void aTipThatFollowsTheAnnouncementInsteadOfTheQueueIsFound() {
		assertThat(failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				walk.enter(step);
				return true;
			}

		})).contains("each head stands on the one before it");
	}

	@Test
	void roomThatIsNotAnnouncedIsFound() {
		assertThat(failureWith(new Tampering() {

			@Override
			public void room(HeadTracker tracker) {
			}

		})).contains("without room, room is awaited");
	}

	@Test
	void aFailureIsExplainedByItsSeedAndAShortSchedule() {
		Tampering noRoom = new Tampering() {

			@Override
			public void room(HeadTracker tracker) {
			}

		};
		SimulationFailure failure = Objects.requireNonNull(firstFailure(noRoom));
		assertThat(failure.shortest().actions()).hasSizeLessThan(5);
		assertThat(failure.explained()).hasMessageContaining("-Dheadwater.simulation.seed=")
			.hasMessageContaining("The shortest schedule found");
	}

	private static @Nullable String failureWith(Tampering tampering) {
		SimulationFailure failure = firstFailure(tampering);
		return (failure != null) ? failure.cause().getMessage() : null;
	}

	private static @Nullable SimulationFailure firstFailure(Tampering tampering) {
		for (long seed = 1; seed <= SEEDS; seed++) {
			Schedule schedule = ScheduleMaker.make(seed);
			try {
				new WalkSimulation(schedule, tampering).run();
			}
			catch (AssertionError ex) {
				return new SimulationFailure(schedule, tampering, ex);
			}
		}
		return null;
	}

}
