package io.headwater.stream;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.chain.Advance;
import io.headwater.chain.Advance.Discontinuity;
import io.headwater.dispatch.Step;

/**
 * Puts the moves of the tracker into events.
 */
final class StepFactory {

	private final String chain;

	private final Clock clock;

	StepFactory(String chain, Clock clock) {
		this.chain = chain;
		this.clock = clock;
	}

	Step step(Advance advance, long chainId, long receivedNanos) {
		NewHeadEvent head = new NewHeadEvent(this.chain, chainId, advance.head(), advance.origin(), this.clock);
		Discontinuity discontinuity = advance.discontinuity();
		if (discontinuity == null) {
			return new Step(List.of(head), receivedNanos);
		}
		List<ChainEvent> events = new ArrayList<>();
		if (discontinuity instanceof Advance.Gap gap) {
			events.add(new HeadsSkippedEvent(this.chain, chainId, gap.from(), gap.to(),
					HeadsSkippedEvent.Reason.NOT_ANNOUNCED, this.clock));
		}
		else if (discontinuity instanceof Advance.OtherBranch branch) {
			events.add(new ChainResetEvent(this.chain, chainId, branch.from(), advance.head().ref(),
					ChainResetEvent.Reason.OTHER_BRANCH, this.clock));
		}
		events.add(head);
		return new Step(events, receivedNanos);
	}

}
