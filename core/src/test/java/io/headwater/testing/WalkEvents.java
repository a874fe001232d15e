package io.headwater.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

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

/**
 * What an application is told, as the walk told it.
 */
public final class WalkEvents {

	public static final long CHAIN_ID = 7;

	private static final String CHAIN = "main";

	private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

	private WalkEvents() {
	}

	/**
	 * Return what an application is told.
	 */
	public static List<ChainEvent> told(List<WalkEvent> events) {
		return events.stream().map(WalkEvents::told).toList();
	}

	/**
	 * Return what an application is told.
	 */
	public static ChainEvent told(WalkEvent event) {
		if (event instanceof WalkEvent.Joined joined) {
			return new NewHeadEvent(CHAIN, CHAIN_ID, joined.head(), joined.origin(), CLOCK);
		}
		if (event instanceof WalkEvent.Reverted reorg) {
			return new ReorgEvent(CHAIN, CHAIN_ID, reorg.commonAncestor(), reorg.reverted(), CLOCK);
		}
		if (event instanceof WalkEvent.Confirmed confirmed) {
			return new ConfirmedHeadEvent(CHAIN, CHAIN_ID, confirmed.head(), confirmed.confirmations(), CLOCK);
		}
		if (event instanceof WalkEvent.Safe safe) {
			return new SafeHeadEvent(CHAIN, CHAIN_ID, safe.head(), CLOCK);
		}
		if (event instanceof WalkEvent.Finalized last) {
			return new FinalizedHeadEvent(CHAIN, CHAIN_ID, last.head(), CLOCK);
		}
		if (event instanceof WalkEvent.Skipped skipped) {
			return new HeadsSkippedEvent(CHAIN, CHAIN_ID, skipped.from(), skipped.to(), skipped.reason(), CLOCK);
		}
		if (event instanceof WalkEvent.Resumed resumed) {
			return new StreamResumedEvent(CHAIN, CHAIN_ID, resumed.checkpoint(), CLOCK);
		}
		WalkEvent.Reset reset = (WalkEvent.Reset) event;
		return new ChainResetEvent(CHAIN, CHAIN_ID, reset.from(), reset.to(), reset.reason(), CLOCK);
	}

	/**
	 * Tell of events in few words: numbers and hashes, no whole headers.
	 */
	public static String describe(List<WalkEvent> events) {
		return events.stream().map(WalkEvents::describe).collect(Collectors.joining(", "));
	}

	static String describe(WalkEvent event) {
		if (event instanceof WalkEvent.Joined told) {
			return "Joined[" + told.head().ref() + " on " + told.head().parentHash() + " " + told.origin() + "]";
		}
		return (event instanceof WalkEvent.Confirmed told) ? "Confirmed[" + told.head().ref() + "]" : event.toString();
	}

}
