package io.headwater.sample;

import io.headwater.ChainResetEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Head;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
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

	@EventListener
	void on(NewHeadEvent event) {
		Head head = event.head();
		logger.info("{}: head {} {} on {} ({})", event.chain(), head.number(), head.hash(), head.parentHash(),
				event.origin());
	}

	@EventListener
	void on(ReorgEvent event) {
		logger.info("{}: reorg of depth {}, back to {}", event.chain(), event.depth(), event.commonAncestor());
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
		logger.warn("{}: continuity cannot be shown from {} to {} ({})", event.chain(), event.from(), event.to(),
				event.reason());
	}

	@EventListener
	void on(StreamStateChangedEvent event) {
		logger.info("{}: {} {} -> {} ({})", event.chain(), event.kind(), event.from().name(), event.to().name(),
				event.reason());
	}

}
