package io.headwater.sample.page;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadsSkippedEvent;
import io.headwater.ListenerFailedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.StreamStateChangedEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Shows every event of every chain on the page.
 */
@Component
class PageListener {

	private static final int BRIEF_LENGTH = 10;

	private final Feed feed;

	PageListener(Feed feed) {
		this.feed = feed;
	}

	@EventListener
	void on(NewHeadEvent event) {
		Head head = event.head();
		this.feed.publish(new Message.Block(event.getTimestamp(), event.chain(), head.number(), brief(head.hash()),
				brief(head.parentHash()), event.origin()));
	}

	@EventListener
	void on(ReorgEvent event) {
		this.feed.publish(new Message.Reorg(event.getTimestamp(), event.chain(), event.commonAncestor().number(),
				event.reverted().stream().map(BlockRef::hash).map(PageListener::brief).toList()));
	}

	@EventListener
	void on(ConfirmedHeadEvent event) {
		milestone(event, "confirmed", event.head());
	}

	@EventListener
	void on(SafeHeadEvent event) {
		milestone(event, "safe", event.head());
	}

	@EventListener
	void on(FinalizedHeadEvent event) {
		milestone(event, "finalized", event.head());
	}

	@EventListener
	void on(StreamStateChangedEvent event) {
		this.feed.publish(new Message.State(event.getTimestamp(), event.chain(), event.kind(), event.from().name(),
				event.to().name(), event.reason()));
	}

	@EventListener
	void on(HeadsSkippedEvent event) {
		notice(event, "heads %d to %d are skipped: %s".formatted(event.from(), event.to(), event.reason()));
	}

	@EventListener
	void on(ChainResetEvent event) {
		if (event.reason() == ChainResetEvent.Reason.REPLAY) {
			anew(event, event.to().number(), "somebody wants all from %d on again".formatted(event.to().number()));
		}
		else {
			anew(event, 0, "continuity cannot be shown from %d to %d: %s".formatted(event.from().number(),
					event.to().number(), event.reason()));
		}
	}

	@EventListener
	void on(StreamResumedEvent event) {
		anew(event, event.checkpoint().number() + 1, "delivery goes on from %d".formatted(event.checkpoint().number()));
	}

	@EventListener
	void on(ListenerFailedEvent event) {
		notice(event, "listener %s has given up: %s".formatted(event.listener(), event.message()));
	}

	private void milestone(ChainEvent event, String kind, Head head) {
		this.feed.publish(new Message.Milestone(event.getTimestamp(), event.chain(), kind, head.number()));
	}

	private void anew(ChainEvent event, long from, String text) {
		this.feed.publish(new Message.Anew(event.getTimestamp(), event.chain(), from, text));
	}

	private void notice(ChainEvent event, String text) {
		this.feed.publish(new Message.Notice(event.getTimestamp(), event.chain(), text));
	}

	private static String brief(Hash hash) {
		return hash.toString().substring(0, BRIEF_LENGTH);
	}

}
