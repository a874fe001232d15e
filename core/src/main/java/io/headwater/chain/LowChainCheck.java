package io.headwater.chain;

import java.time.Duration;

import io.headwater.ChainResetEvent.Reason;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.KnownHeads.Known;
import io.headwater.chain.Requests.Purpose;
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

	private final Requests requests;

	private final LatestReading latest;

	private final Duration staleHeadAfter;

	private final WalkOutput output;

	private final RepeatedQuestion question;

	/** What the node had told when it was asked. */
	private @Nullable Known suspect;

	private Question next = Question.OLDEST;

	/** The newest head of this round. */
	private @Nullable Known newest;

	/** In how many rounds the genesis block was another. */
	private int otherGenesis;

	/** Whether the node was higher on this connection. */
	private boolean wasHigher;

	LowChainCheck(DeliveredChain walk, SyncTarget target, StartPoints startPoints, Requests requests,
			LatestReading latest, Waits waits, Duration staleHeadAfter, WalkOutput output) {
		this.walk = walk;
		this.target = target;
		this.startPoints = startPoints;
		this.requests = requests;
		this.latest = latest;
		this.staleHeadAfter = staleHeadAfter;
		this.output = output;
		this.question = new RepeatedQuestion(waits);
	}

	/**
	 * Note that the node has a head that is not below what is remembered.
	 */
	void isHigher() {
		this.wasHigher = true;
		reset();
	}

	/**
	 * Ask the next question, unless an answer or the next time to ask is awaited.
	 */
	void ask() {
		if (this.question.isIdle() && isAsked()) {
			this.question.asked();
			this.suspect = this.target.head();
		}
	}

	private boolean isAsked() {
		return switch (this.next) {
			case LATEST -> false;
			case OLDEST -> this.requests.check(Purpose.OLDEST, this.walk.first());
			case GENESIS -> this.requests.check(Purpose.SAME_GENESIS, 0);
		};
	}

	/**
	 * Take the newest head.
	 */
	void latestRead(Known told) {
		if (this.next == Question.LATEST && told.head().number() < this.walk.first()) {
			this.newest = told;
			this.next = Question.OLDEST;
		}
	}

	/**
	 * Take the answer for the oldest number that is remembered.
	 */
	void oldestAnswered(HeaderAnswer answer) {
		if (!this.question.isAsking() || this.next != Question.OLDEST) {
			return;
		}
		Head head = answer.head();
		if (head != null) {
			higher(head, answer.receivedNanos());
		}
		else if (answer.outcome() == Outcome.FAILED) {
			pause();
		}
		else if (this.walk.genesis() != null) {
			this.question.answered();
			this.next = Question.GENESIS;
		}
		else {
			roundEnds();
		}
	}

	private void higher(Head head, long receivedNanos) {
		if (this.walk.contains(head)) {
			this.target.giveUp(this.suspect);
		}
		else {
			this.target.aimAt(Known.served(head, HeadOrigin.CATCH_UP, receivedNanos));
		}
		isHigher();
	}

	/**
	 * Take the answer for the genesis block.
	 */
	void genesisAnswered(HeaderAnswer answer) {
		if (!this.question.isAsking() || this.next != Question.GENESIS) {
			return;
		}
		Hash genesis = this.walk.genesis();
		Head head = answer.head();
		if (head != null && genesis != null && !head.hash().equals(genesis)) {
			this.otherGenesis++;
		}
		roundEnds();
	}

	private void roundEnds() {
		this.question.denied();
		int rounds = this.question.denials();
		Known newest = this.newest;
		boolean restarted = this.otherGenesis == rounds;
		boolean enough = rounds >= TIMES && this.question.passed().compareTo(this.staleHeadAfter) >= 0;
		if (enough && newest != null && (restarted || this.wasHigher)) {
			reset();
			this.target.aimOnlyAt(newest);
			this.startPoints.reset(restarted ? Reason.CHAIN_RESTARTED : Reason.BEYOND_WINDOW, newest.head().number());
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
		this.question.pause((delay.compareTo(LONGEST) < 0) ? delay : LONGEST);
	}

	/**
	 * Note that a wait is over.
	 * @return whether it is the one that counts
	 */
	boolean due(long token) {
		boolean due = this.question.due(token);
		if (due) {
			this.latest.want();
		}
		return due;
	}

	void disconnected() {
		this.wasHigher = false;
		reset();
	}

	void reset() {
		this.question.reset();
		this.next = Question.OLDEST;
		this.newest = null;
		this.otherGenesis = 0;
	}

	private enum Question {

		LATEST, OLDEST, GENESIS

	}

}
