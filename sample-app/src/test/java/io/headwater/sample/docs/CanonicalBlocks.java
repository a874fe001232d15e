package io.headwater.sample.docs;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

import io.headwater.ChainResetEvent;
import io.headwater.Hash;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;

import org.springframework.context.event.EventListener;

/**
 * The blocks of the canonical chain, as far as they were told.
 */
class CanonicalBlocks {

	private final ConcurrentSkipListMap<Long, Hash> blocks = new ConcurrentSkipListMap<>();

	@EventListener
	void on(StreamResumedEvent event) {
		deleteAbove(event.checkpoint().number());
	}

	@EventListener
	void on(ReorgEvent event) {
		deleteAbove(event.commonAncestor().number());
	}

	@EventListener
	void on(ChainResetEvent event) {
		boolean restarted = event.reason() == ChainResetEvent.Reason.CHAIN_RESTARTED;
		deleteAbove(restarted ? -1 : event.to().number() - 1);
	}

	@EventListener
	void on(NewHeadEvent event) {
		this.blocks.put(event.head().number(), event.head().hash());
	}

	List<String> hashes() {
		return this.blocks.values().stream().map(Hash::toString).toList();
	}

	private void deleteAbove(long number) {
		this.blocks.tailMap(number, false).clear();
	}

}
