package io.headwater.sample.page;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.headwater.HeadOrigin;
import io.headwater.StreamStateChangedEvent;

/**
 * What is sent to the page: of each event as much as the page shows. Hashes are brief,
 * and times are milliseconds since 1970-01-01 UTC.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Message {

	/**
	 * The page begins anew, and all that it needs to know follows.
	 *
	 * @param dropped how many messages were dropped since the browser was too slow
	 */
	record Restart(long dropped) implements Message {
	}

	/**
	 * A head.
	 */
	record Block(long at, String chain, long number, String hash, String parent, HeadOrigin origin) implements Message {
	}

	/**
	 * A reorg, with the void blocks from the newest to the oldest.
	 */
	record Reorg(long at, String chain, long ancestor, List<String> reverted) implements Message {
	}

	/**
	 * A block that has become confirmed, safe or finalized.
	 */
	record Milestone(long at, String chain, String kind, long number) implements Message {
	}

	/**
	 * The walk begins anew: blocks from a number on come again, or others do.
	 */
	record Anew(long at, String chain, long from, String text) implements Message {
	}

	/**
	 * A change of state.
	 */
	record State(long at, String chain, StreamStateChangedEvent.Kind kind, String from, String to,
			String reason) implements Message {
	}

	/**
	 * Something to be read.
	 */
	record Notice(long at, String chain, String text) implements Message {
	}

	/**
	 * A fault that somebody asked for on the page.
	 */
	record Fault(long at, String text) implements Message {
	}

	/**
	 * How all chains stand now.
	 */
	record Reading(long at, List<ChainReading> chains) implements Message {
	}

}
