package io.headwater.sample;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.StreamStateChangedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What a listener looks like: one method a kind of event.
 */
@Component
class HeadLogger {

	private static final Logger logger = LoggerFactory.getLogger(HeadLogger.class);

	private static final int BRIEF_LENGTH = 10;

	@EventListener
	void on(NewHeadEvent event) {
		Head head = event.head();
		logger.info("{}: head {} {} on {} ({})", event.chain(), head.number(), brief(head.hash()),
				brief(head.parentHash()), event.origin());
	}

	@EventListener
	void on(ReorgEvent event) {
		logger.info("{}: reorg of depth {}, back to {}", event.chain(), event.depth(), brief(event.commonAncestor()));
	}

	@EventListener
	void on(ConfirmedHeadEvent event) {
		logger.info("{}: head {} has {} confirmations", event.chain(), event.head().number(), event.confirmations());
	}

	@EventListener
	void on(FinalizedHeadEvent event) {
		logger.info("{}: finalized up to {}", event.chain(), event.head().number());
	}

	@EventListener
	void on(HeadsSkippedEvent event) {
		logger.warn("{}: heads {} to {} are skipped ({})", event.chain(), event.from(), event.to(), event.reason());
	}

	@EventListener
	void on(ChainResetEvent event) {
		logger.warn("{}: after {}, the walk begins anew at {} ({})", event.chain(), brief(event.from()),
				brief(event.to()), event.reason());
	}

	@EventListener
	void on(StreamResumedEvent event) {
		logger.info("{}: goes on after {}", event.chain(), brief(event.checkpoint()));
	}

	@EventListener
	void on(StreamStateChangedEvent event) {
		logger.info("{}: {} {} -> {} ({})", event.chain(), event.kind(), event.from().name(), event.to().name(),
				event.reason());
	}

	private static String brief(BlockRef block) {
		return block.number() + " " + brief(block.hash());
	}

	/** Enough to tell blocks apart, and short enough for a line. */
	private static String brief(Hash hash) {
		return hash.toString().substring(0, BRIEF_LENGTH);
	}

}
