package io.headwater.simulation;

import java.time.Duration;
import java.util.List;

import io.headwater.ChainEvent;
import io.headwater.Head;
import io.headwater.chain.ContentAnswer;
import io.headwater.chain.ContentRequest;
import io.headwater.chain.HeadTracker;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.chain.Resumption;
import io.headwater.chain.WalkStep;
import io.headwater.checkpoint.CheckpointSession;

/**
 * A deliberate fault between the tracker and what it lives in, to show that it is caught.
 * By itself it changes nothing.
 */
interface Tampering {

	/** A node is not left for what it serves more often than that. */
	Duration MINUTES_BETWEEN_NODES = Duration.ofMinutes(5);

	Tampering NONE = new Tampering() {
	};

	default boolean enter(WalkStep step, SimulatedWalk walk) {
		return walk.enter(step);
	}

	default void room(HeadTracker tracker) {
		tracker.room();
	}

	/**
	 * The node announces a head.
	 */
	default void announced(HeadTracker tracker, Head head, long receivedNanos) {
		tracker.announced(head, receivedNanos);
	}

	/**
	 * The node answers.
	 */
	default void fetched(HeadTracker tracker, HeaderRequest request, HeaderAnswer answer) {
		tracker.fetched(request, answer);
	}

	/**
	 * The node answers what belongs to a head.
	 */
	default void contentFetched(HeadTracker tracker, ContentRequest request, ContentAnswer answer) {
		tracker.contentFetched(request, answer);
	}

	/**
	 * Return whether a head is delivered with what belongs to it only.
	 */
	default boolean wantsContent(SimulatedContents contents, Head head) {
		return contents.wants(head);
	}

	/**
	 * The node does not give what belongs to the next head.
	 */
	default void withheld(SimulatedApplication application) {
		if (application.node().contents().areWithheld()) {
			application.leaveNode();
		}
	}

	/**
	 * Return whether it is told that headers do not link.
	 */
	default boolean tellsUnlinked() {
		return true;
	}

	/**
	 * A step has entered the queue, and is not delivered yet.
	 */
	default void entered(WalkStep step, CheckpointSession session) {
	}

	/**
	 * A step is about to be delivered.
	 */
	default void begins(CheckpointSession session, List<ChainEvent> step) {
		session.begins(step);
	}

	/**
	 * The listener has finished a step.
	 */
	default void finished(CheckpointSession session, List<ChainEvent> step) {
		session.finished(step);
	}

	/**
	 * Return how many threads deliver.
	 */
	default int consumers() {
		return 1;
	}

	/**
	 * The node does not serve a header that it should have.
	 */
	default void unserved(SimulatedApplication application) {
		application.leaveNode();
	}

	/**
	 * Return whether calls to the store go on after one that failed with an
	 * {@link Error}.
	 */
	default boolean survivesErrors() {
		return true;
	}

	default Resumption resume(Resumption resumption) {
		return resumption;
	}

	/**
	 * Return whether an application that has crashed or stopped delivers no more.
	 */
	default boolean ends() {
		return true;
	}

}
