package io.headwater.stream;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.chain.WalkEvent;
import io.headwater.chain.WalkStep;
import io.headwater.dispatch.Step;

/**
 * Turns the events of the walk into events of the application.
 */
final class StepFactory {

	private final String chain;

	private final Clock clock;

	StepFactory(String chain, Clock clock) {
		this.chain = chain;
		this.clock = clock;
	}

	Step step(WalkStep step, long chainId) {
		if (step.events().size() == 1) {
			return new Step(List.of(event(step.events().get(0), chainId)), step.receivedNanos());
		}
		List<ChainEvent> events = new ArrayList<>(step.events().size());
		step.events().forEach((event) -> events.add(event(event, chainId)));
		return new Step(events, step.receivedNanos());
	}

	private ChainEvent event(WalkEvent event, long chainId) {
		if (event instanceof WalkEvent.Joined joined) {
			return new NewHeadEvent(this.chain, chainId, joined.head(), joined.origin(), this.clock);
		}
		if (event instanceof WalkEvent.Reverted reorg) {
			return new ReorgEvent(this.chain, chainId, reorg.commonAncestor(), reorg.reverted(), this.clock);
		}
		if (event instanceof WalkEvent.Confirmed confirmed) {
			return new ConfirmedHeadEvent(this.chain, chainId, confirmed.head(), confirmed.confirmations(), this.clock);
		}
		if (event instanceof WalkEvent.Safe safe) {
			return new SafeHeadEvent(this.chain, chainId, safe.head(), this.clock);
		}
		if (event instanceof WalkEvent.Finalized finalized) {
			return new FinalizedHeadEvent(this.chain, chainId, finalized.head(), this.clock);
		}
		if (event instanceof WalkEvent.Skipped skipped) {
			return new HeadsSkippedEvent(this.chain, chainId, skipped.from(), skipped.to(), skipped.reason(),
					this.clock);
		}
		if (event instanceof WalkEvent.Resumed resumed) {
			return new StreamResumedEvent(this.chain, chainId, resumed.checkpoint(), this.clock);
		}
		WalkEvent.Reset reset = (WalkEvent.Reset) event;
		return new ChainResetEvent(this.chain, chainId, reset.from(), reset.to(), reset.reason(), this.clock);
	}

}
