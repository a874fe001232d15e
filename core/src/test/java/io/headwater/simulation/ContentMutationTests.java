package io.headwater.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.ContentAnswer;
import io.headwater.chain.ContentLoss;
import io.headwater.chain.ContentRequest;
import io.headwater.chain.HeadTracker;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.WalkEvent;
import io.headwater.chain.WalkStep;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulation finds a deliberate fault in what is delivered with heads.
 */
@QuietCheckpoints
class ContentMutationTests {

	@Test
	void aContentThatIsLostIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			private int answers;

			@Override
			public void contentFetched(HeadTracker tracker, ContentRequest request, ContentAnswer answer) {
				if (this.answers++ != 20) {
					tracker.contentFetched(request, answer);
				}
			}

		})).containsAnyOf("what is wanted is asked for, or will be", "the walk rests at", "but the walk at",
				"but the tracker is");
	}

	@Test
	void aContentThatIsLostOnTheWayToTheQueueIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				return walk.enter(with(step, null));
			}

		})).contains("no head is delivered without what is wanted of it");
	}

	@Test
	void theContentOfAnotherBlockIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			private final Map<Long, Head> byNumber = new HashMap<>();

			@Override
			public void contentFetched(HeadTracker tracker, ContentRequest request, ContentAnswer answer) {
				Head sibling = this.byNumber.putIfAbsent(request.head().number(), request.head());
				boolean mixesUp = sibling != null && answer.content() != null;
				tracker.contentFetched(request, mixesUp
						? ContentAnswer.served(SimulatedContents.of(sibling), answer.bytes(), answer.receivedNanos())
						: answer);
			}

		})).contains("a head is delivered with its own content");
	}

	@Test
	void aHeadThatEntersAlthoughItsContentIsMissingIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			private int heads;

			@Override
			public boolean wantsContent(SimulatedContents contents, Head head) {
				return contents.wants(head) && ++this.heads % 20 != 0;
			}

		})).contains("no head is delivered without what is wanted of it");
	}

	@Test
	void aContentThatIsKeptAlthoughItIsDeniedIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			private final Map<Hash, Integer> denied = new HashMap<>();

			@Override
			public void contentFetched(HeadTracker tracker, ContentRequest request, ContentAnswer answer) {
				boolean isAbsent = answer.outcome() == HeaderAnswer.Outcome.ABSENT;
				boolean often = isAbsent && this.denied.merge(request.head().hash(), 1, Integer::sum) > 2;
				tracker.contentFetched(request,
						often ? ContentAnswer.served(new SimulatedContents.Logs(request.head().hash(), List.of(-1)), 0,
								answer.receivedNanos()) : answer);
			}

		})).contains("a head is delivered with its own content");
	}

	@Test
	void aContentThatIsTakenForPrunedIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				return walk.enter((walk.heads() > 20) ? with(step, ContentLoss.PRUNED) : step);
			}

		})).contains("what nodes have is not pruned");
	}

	@Test
	void aNodeThatIsNotLeftForTheContentsThatItDoesNotGiveIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public void withheld(SimulatedApplication application) {
			}

		})).isNotEmpty();
	}

	/** The step with other contents where there are any. */
	private static WalkStep with(WalkStep step, @Nullable Object content) {
		List<WalkEvent> events = new ArrayList<>(step.events());
		events.replaceAll((event) -> (event instanceof WalkEvent.Joined joined && joined.content() != null)
				? new WalkEvent.Joined(joined.head(), joined.origin(), content) : event);
		return new WalkStep(events, step.receivedNanos());
	}

}
