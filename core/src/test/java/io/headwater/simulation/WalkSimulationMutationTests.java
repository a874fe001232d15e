package io.headwater.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.HeadTracker;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.chain.WalkEvent;
import io.headwater.chain.WalkStep;
import org.jspecify.annotations.Nullable;
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
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				walk.enter(step);
				return true;
			}

		})).anyMatch((failure) -> failure.contains("each head stands on the one before it"));
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
	void aHeadThatNobodyVouchesForIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public void announced(HeadTracker tracker, Head head, long receivedNanos) {
				BlockRef tip = tracker.tip();
				boolean isBelieved = tip != null && FalseHeads.isFalse(head.hash());
				tracker.announced(isBelieved ? on(tip, head) : head, receivedNanos);
			}

		})).contains("what nobody vouches for is not delivered");
	}

	private static Head on(BlockRef tip, Head head) {
		return Head.builder()
			.number(tip.number() + 1)
			.hash(head.hash())
			.parentHash(tip.hash())
			.timestamp(head.timestamp())
			.build();
	}

	@Test
	void anHonestHeadThatWaitsForALieIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			private boolean lie;

			@Override
			public void announced(HeadTracker tracker, Head head, long receivedNanos) {
				this.lie |= FalseHeads.isFalse(head.hash());
				if (this.lie && !FalseHeads.isFalse(head.hash())) {
					this.lie = false;
					tracker.readLatest();
					return;
				}
				tracker.announced(head, receivedNanos);
			}

		})).anyMatch((rule) -> rule.contains("honest heads are told at once beside what nobody vouches for"));
	}

	@Test
	void aTargetThatIsNeverGivenUpIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			private @Nullable Head target;

			@Override
			public void announced(HeadTracker tracker, Head head, long receivedNanos) {
				this.target = (head.number() > Integer.MAX_VALUE) ? head : this.target;
				tracker.announced(head, receivedNanos);
			}

			@Override
			public void fetched(HeadTracker tracker, HeaderRequest request, HeaderAnswer answer) {
				boolean isServed = this.target != null && request.kind() == HeaderRequest.Kind.LATEST;
				tracker.fetched(request, isServed ? HeaderAnswer.served(this.target, answer.receivedNanos()) : answer);
			}

		})).anyMatch((rule) -> rule.contains("nothing goes on for ever while the chain rests"));
	}

	@Test
	void headersThatDoNotLinkInSilenceAreFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public boolean tellsUnlinked() {
				return false;
			}

		})).anyMatch((rule) -> rule.contains("headers that do not link are told of"));
	}

	@Test
	void aChainThatBeganAnewAndIsToldAsAReorgIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				List<WalkEvent> events = new ArrayList<>(step.events());
				BlockRef first = walk.checker().first();
				if (events.size() > 1 && events.get(0) instanceof WalkEvent.Reset reset && first != null
						&& first.number() > 0 && reset.reason() == ChainResetEvent.Reason.CHAIN_RESTARTED
						&& reset.to().number() == first.number() && events.get(1) instanceof WalkEvent.Joined joined) {
					List<BlockRef> reverted = new ArrayList<>(walk.checker().stack());
					Collections.reverse(reverted);
					BlockRef below = new BlockRef(first.number() - 1, joined.head().parentHash());
					events.set(0, new WalkEvent.Reverted(below, reverted));
				}
				return walk.enter(new WalkStep(events, step.receivedNanos()));
			}

		}, 400)).anyMatch((failure) -> failure.contains("with another genesis block it is another chain"));
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
