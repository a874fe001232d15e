package io.headwater.chain;

import java.time.Duration;

import io.headwater.ChainResetEvent.Reason;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.HeaderAnswer.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what to make of a node whose newest head is below everything that is
 * remembered: it may be behind, or its chain may have become as low. In rounds it is
 * asked for its newest head, for the oldest number that is remembered, and for its
 * genesis block.
 * <ol>
 * <li>A node that serves the oldest number is not as low as it seemed.</li>
 * <li>One that denies it in every round, long enough, has become lower if it was higher
 * on this connection.</li>
 * <li>One whose genesis block is another has another chain.</li>
 * <li>Any other may be behind, for hours if it synchronizes: it is waited for.</li>
 * </ol>
 */
final class LowChainCheck {

	private static final int TIMES = 3;

	private static final Duration BETWEEN = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private final DeliveredChain walk;

	private final SyncTarget target;

	private final StartPoints startPoints;

	private final LatestReading latest;

	private final Duration staleHeadAfter;

	private final WalkOutput output;

	private final Checks checks;

	private final boolean wasHigher;

	private final RepeatedQuestion question;

	/** What the node had announced when it was asked. */
	private @Nullable Known suspect;

	private Question next = Question.OLDEST;

	/** The newest head of this round. */
	private @Nullable Known newest;

	/** In how many rounds the genesis block was another. */
	private int otherGenesis;

	/**
	 * Create a check that has asked nothing.
	 * @param wasHigher whether the node was higher on this connection
	 */
	LowChainCheck(DeliveredChain walk, SyncTarget target, StartPoints startPoints, LatestReading latest,
			Duration staleHeadAfter, WalkOutput output, Checks checks, boolean wasHigher) {
		this.walk = walk;
		this.target = target;
		this.startPoints = startPoints;
		this.latest = latest;
		this.staleHeadAfter = staleHeadAfter;
		this.output = output;
		this.checks = checks;
		this.wasHigher = wasHigher;
		this.question = checks.question(this, this::answered);
	}

	/** Ask the next question, unless an answer or the next time to ask is awaited. */
	void ask() {
		if (this.next != Question.LATEST && this.question.ask((this.next == Question.OLDEST) ? this.walk.first() : 0)) {
			this.suspect = this.target.head();
		}
	}

	/** Take the newest head. */
	void newestRead(Known newest) {
		if (this.next == Question.LATEST && newest.number() < this.walk.first()) {
			this.newest = newest;
			this.next = Question.OLDEST;
		}
	}

	private void answered(HeaderRequest request, HeaderAnswer answer) {
		if (this.next == Question.OLDEST) {
			oldestAnswered(answer);
		}
		else {
			genesisAnswered(answer.head());
		}
	}

	private void oldestAnswered(HeaderAnswer answer) {
		Head head = answer.head();
		if (head != null) {
			stopSinceHigher(head, answer.receivedNanos());
		}
		else if (answer.outcome() == Outcome.FAILED) {
			pause();
		}
		else if (this.walk.genesis() != null) {
			this.question.settleNothing();
			this.next = Question.GENESIS;
		}
		else {
			finishRound();
		}
	}

	private void stopSinceHigher(Head head, long receivedNanos) {
		if (this.walk.contains(head)) {
			this.target.giveUp(this.suspect);
		}
		else {
			this.target.aimAt(Known.served(head, HeadOrigin.CATCH_UP, receivedNanos));
		}
		this.checks.nodeIsHigher();
	}

	private void genesisAnswered(@Nullable Head head) {
		Hash genesis = this.walk.genesis();
		if (head != null && genesis != null && !head.hash().equals(genesis)) {
			this.otherGenesis++;
		}
		finishRound();
	}

	private void finishRound() {
		this.question.deny();
		int rounds = this.question.denials();
		Known newest = this.newest;
		boolean restarted = this.otherGenesis == rounds;
		boolean enough = rounds >= TIMES && this.question.passed().compareTo(this.staleHeadAfter) >= 0;
		if (enough && newest != null && (restarted || this.wasHigher)) {
			this.checks.drop();
			this.target.aimOnlyAt(newest);
			this.startPoints.reset(restarted ? Reason.CHAIN_RESTARTED : Reason.BEYOND_WINDOW, newest.number());
			return;
		}
		if (rounds == TIMES && newest != null) {
			this.output.warned("the node is at block " + newest.head().number()
					+ ", below all that was delivered and is remembered; nothing is delivered until it has caught up or"
					+ " proved to be another chain");
		}
		pause();
	}

	/** When enough time has passed to no avail, it is asked more and more seldom. */
	private void pause() {
		Duration longer = this.question.passed().minus(this.staleHeadAfter);
		Duration delay = (longer.compareTo(BETWEEN) > 0) ? longer : BETWEEN;
		this.next = Question.LATEST;
		this.question.pause((delay.compareTo(LONGEST) < 0) ? delay : LONGEST, this::beginRound);
	}

	private void beginRound() {
		if (this.checks.isRunning(this)) {
			this.latest.want();
		}
	}

	private enum Question {

		LATEST, OLDEST, GENESIS

	}

}
