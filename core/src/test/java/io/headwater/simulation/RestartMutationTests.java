package io.headwater.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.chain.Resumption;
import io.headwater.chain.WalkEvent;
import io.headwater.chain.WalkStep;
import io.headwater.checkpoint.CheckpointSession;
import io.headwater.testing.LongRound;
import io.headwater.testing.WalkEvents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulation finds a deliberate fault in what happens over a restart.
 */
@LongRound
@QuietCheckpoints
class RestartMutationTests {

	/** So many references are needed for more than reorgs. */
	private static final int MOST_CONFIRMATIONS = 6;

	@Test
	void aStartThatDoesNotTellFromWhereItGoesOnIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				return step.events().get(0) instanceof WalkEvent.Resumed || walk.enter(step);
			}

		})).contains("a start from a checkpoint tells it first");
	}

	@Test
	void aStartThatTellsItTwiceIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				return walk.enter(step) && (!(step.events().get(0) instanceof WalkEvent.Resumed) || walk.enter(step));
			}

		})).contains("a start tells once from which checkpoint it goes on");
	}

	@Test
	void aStartFromAnotherBlockThanWasSavedIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public Resumption resume(Resumption told) {
				List<BlockRef> references = told.references();
				int last = references.size() - 1;
				return (last == 0) ? told
						: new Resumption(references.get(last - 1), told.first(), references.subList(0, last),
								told.replayedUpTo(), told.confirmed(), told.safe(), told.finalized());
			}

		})).contains("a start tells once from which checkpoint it goes on");
	}

	@Test
	void aStartThatIsToldWithTheNextHeadIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			private @Nullable WalkEvent resumed;

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				if (step.events().get(0) instanceof WalkEvent.Resumed told) {
					this.resumed = told;
					return true;
				}
				List<WalkEvent> events = new ArrayList<>(step.events());
				if (this.resumed != null) {
					events.add(0, this.resumed);
					this.resumed = null;
				}
				return walk.enter(new WalkStep(events, step.receivedNanos()));
			}

		})).contains("where a walk goes on is a step of its own");
	}

	@Test
	void aStoreThatIsAskedNoMoreAfterAnErrorIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public boolean survivesErrors() {
				return false;
			}

		})).anyMatch((failure) -> failure.contains("the tracker is BACKLOGGED"));
	}

	@Test
	void referencesThatAreForgottenAreFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public Resumption resume(Resumption told) {
				List<BlockRef> references = told.references();
				List<BlockRef> newest = references.subList(Math.max(0, references.size() - MOST_CONFIRMATIONS),
						references.size());
				return new Resumption(told.checkpoint(), told.first(), newest, told.replayedUpTo(), told.confirmed(),
						told.safe(), told.finalized());
			}

		})).anyMatch((failure) -> failure.contains("the chain has left all that is remembered"));
	}

	@Test
	void aConfirmationThatIsLostOverARestartIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public Resumption resume(Resumption told) {
				return confirmedUpTo(told.checkpoint().number(), told);
			}

		})).contains("a head with enough heads on top is confirmed at once");
	}

	@Test
	void aConfirmationThatIsToldAgainAfterARestartIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public Resumption resume(Resumption told) {
				Long confirmed = told.confirmed();
				return (confirmed != null) ? confirmedUpTo(confirmed - 1, told) : told;
			}

		})).contains("a head is confirmed once");
	}

	private static Resumption confirmedUpTo(long number, Resumption told) {
		return new Resumption(told.checkpoint(), told.first(), told.references(), told.replayedUpTo(), number,
				told.safe(), told.finalized());
	}

	@Test
	void finalityThatIsToldAgainAfterARestartIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public Resumption resume(Resumption told) {
				return new Resumption(told.checkpoint(), told.first(), told.references(), told.replayedUpTo(),
						told.confirmed(), null, null);
			}

		})).containsAnyOf("safe and finalized heads ascend", "what is final is not reverted");
	}

	@Test
	void aReorgBelowWhatIsRememberedOverARestartIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public boolean enter(WalkStep step, SimulatedWalk walk) {
				if (step.events().size() < 2 || !(step.events().get(0) instanceof WalkEvent.Reset reset)
						|| reset.reason() != ChainResetEvent.Reason.BEYOND_WINDOW
						|| walk.checker()
							.stack()
							.stream()
							.noneMatch((block) -> block.number() == reset.to().number())) {
					return walk.enter(step);
				}
				WalkEvent.Joined first = (WalkEvent.Joined) step.events().get(1);
				long number = first.head().number();
				List<BlockRef> reverted = new ArrayList<>(walk.checker().stack());
				reverted.removeIf((block) -> block.number() < number);
				Collections.reverse(reverted);
				WalkEvent reorg = new WalkEvent.Reverted(new BlockRef(number - 1, first.head().parentHash()), reverted);
				return walk.enter(new WalkStep(List.of(reorg, first), step.receivedNanos()));
			}

		}, 200)).anyMatch((failure) -> failure.contains("what may be forgotten is not reverted"));
	}

	@Test
	void aStartThatDoesNotKnowWhereTheWalkHasBegunIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public Resumption resume(Resumption told) {
				return begunAt(0, told);
			}

		})).anyMatch((failure) -> failure.contains("a walk that is remembered as a whole is reverted as a whole"));
	}

	@Test
	void aStartThatTakesWhatIsRememberedForAllOfTheWalkIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public Resumption resume(Resumption told) {
				return begunAt(told.checkpoint().number() + 1 - told.references().size(), told);
			}

		}, 200)).anyMatch((failure) -> failure.contains("what may be forgotten is not reverted"));
	}

	private static Resumption begunAt(long first, Resumption told) {
		return new Resumption(told.checkpoint(), first, told.references(), told.replayedUpTo(), told.confirmed(),
				told.safe(), told.finalized());
	}

	@Test
	void aBlockThatWasNeverDeliveredAndIsRevertedIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public Resumption resume(Resumption told) {
				return told.references().isEmpty()
						? new Resumption(told.checkpoint(), told.checkpoint().number(), List.of(told.checkpoint()),
								told.replayedUpTo(), told.confirmed(), told.safe(), told.finalized())
						: told;
			}

		}, 200)).anyMatch((failure) -> failure.contains("a reorg reverts delivered heads only"));
	}

	@Test
	void aCheckpointThatIsSavedBeforeTheListenerHasFinishedIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public void entered(WalkStep step, CheckpointSession session) {
				session.finished(WalkEvents.told(step.events()));
			}

		})).anyMatch((failure) -> failure.contains("a checkpoint is the last head of what the listener has finished"));
	}

	@Test
	void aReorgThatIsToldBeforeItIsSavedIsFound() {
		Tampering tampering = new Tampering() {

			@Override
			public void begins(CheckpointSession session, List<ChainEvent> step) {
			}

		};
		assertThat(TamperedSimulations.failuresWith(tampering, 3000)).isNotEmpty()
			.anyMatch((failure) -> failure.contains("a listener that keeps heads by their numbers"))
			.allMatch((failure) -> failure.contains("a listener that keeps heads by their numbers")
					|| failure.contains("a store remembers where the walk has begun"));
	}

	@Test
	void aCheckpointThatIsNotSavedIsFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public void finished(CheckpointSession session, List<ChainEvent> step) {
			}

		})).contains("at rest all is saved");
	}

	@Test
	void anApplicationThatDeliversAfterItsEndIsFound() {
		assertThat(TamperedSimulations.failuresWith(new Tampering() {

			@Override
			public boolean ends() {
				return false;
			}

		})).anyMatch((failure) -> failure.contains("nothing is delivered by an application that has ended"));
	}

	@Test
	void twoThreadsThatDeliverAtATimeAreFound() {
		assertThat(TamperedSimulations.failureWith(new Tampering() {

			@Override
			public int consumers() {
				return 2;
			}

		})).contains("calls of a listener never overlap");
	}

}
