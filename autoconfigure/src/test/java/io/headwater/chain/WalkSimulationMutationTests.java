package io.headwater.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.HeadOrigin;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulation can fail: a deliberate fault is found within a few seeds, and by the
 * rule that it breaks.
 */
@QuietCheckpoints
class WalkSimulationMutationTests {

	@Test
	void aSkippedHeadOfAGapIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

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
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				List<WalkEvent> events = new ArrayList<>(step.events());
				events.replaceAll(WalkSimulationMutationTests::oneTooHigh);
				return walk.enter(new WalkStep(events, step.receivedNanos()));
			}

		})).containsAnyOf("each head stands on the one before it, or on the common ancestor",
				"a skip begins right after the last head");
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
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				return walk.enter(step) && (walk.heads() != 20 || walk.enter(step));
			}

		})).contains("each head stands on the one before it");
	}

	@Test
	void aTipThatFollowsTheAnnouncementInsteadOfTheQueueIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				walk.enter(step);
				return true;
			}

		})).contains("each head stands on the one before it");
	}

	@Test
	void roomThatIsNotAnnouncedIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public void room(HeadTracker tracker) {
			}

		})).contains("without room, room is awaited");
	}

	@Test
	void aViolatedFinalityThatIsToldAsAReorgIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				List<WalkEvent> events = new ArrayList<>(step.events());
				events.replaceAll((event) -> asReorg(event, walk.checker().stack()));
				return walk.enter(new WalkStep(events, step.receivedNanos()));
			}

		})).contains("what is final is not reverted");
	}

	@Test
	void aNodeThatIsNotLeftForWhatItDoesNotServeIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public void unserved(SimulatedApplication application) {
			}

		})).contains("a node that serves what is missing is found soon");
	}

	private static WalkEvent asReorg(WalkEvent event, List<BlockRef> stack) {
		if (!(event instanceof WalkEvent.Reset reset) || reset.reason() != ChainResetEvent.Reason.FINALITY
				|| stack.get(0).number() >= reset.to().number()) {
			return event;
		}
		int kept = (int) (reset.to().number() - stack.get(0).number());
		List<BlockRef> reverted = new ArrayList<>(stack.subList(kept, stack.size()));
		Collections.reverse(reverted);
		return new WalkEvent.Reverted(stack.get(kept - 1), reverted);
	}

	@Test
	void aFailureIsExplainedByItsSeedAndAShortSchedule() {
		Tampering noRoom = new Tampering() {

			@Override
			public void room(HeadTracker tracker) {
			}

		};
		SimulationFailure failure = TamperedSimulations.failures(noRoom)
			.limit(10)
			.min(Comparator.comparingInt((found) -> found.shortest().actions().size()))
			.orElseThrow();
		assertThat(failure.shortest().actions()).hasSizeLessThan(5);
		assertThat(failure.explained()).hasMessageContaining("-Dheadwater.simulation.seed=")
			.hasMessageContaining("The shortest schedule found");
	}

}
