package io.headwater.stream;

import io.headwater.checkpoint.CheckpointSession;
import io.headwater.dispatch.Step;
import io.headwater.dispatch.StepBoundary;

/**
 * Takes down each step that the listeners have finished.
 */
final class SavingBoundary implements StepBoundary {

	private final CheckpointSession session;

	SavingBoundary(CheckpointSession session) {
		this.session = session;
	}

	@Override
	public void deliver(Step step, Runnable events) {
		this.session.begins(step.events());
		events.run();
		this.session.finished(step.events());
	}

	@Override
	public boolean mayDeliver() {
		return this.session.mayDeliver();
	}

}
