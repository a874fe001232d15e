package io.headwater.checkpoint;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.StreamResumedEvent;

/**
 * Events of steps, on branches that a letter names.
 */
public final class Steps {

	static final long CHAIN_ID = 5;

	private static final String CHAIN = "main";

	private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

	private Steps() {
	}

	public static BlockRef block(long number, char branch) {
		return new BlockRef(number, Hash.of("0x%062x%02x".formatted(number, (int) branch)));
	}

	public static List<BlockRef> blocks(long from, long to, char branch) {
		return LongStream.rangeClosed(from, to).mapToObj((number) -> block(number, branch)).toList();
	}

	public static NewHeadEvent head(long number, char branch) {
		return new NewHeadEvent(CHAIN, CHAIN_ID, header(number, branch), HeadOrigin.LIVE, CLOCK);
	}

	private static Head header(long number, char branch) {
		BlockRef block = block(number, branch);
		return Head.builder()
			.number(number)
			.hash(block.hash())
			.parentHash(block(Math.max(0, number - 1), branch).hash())
			.timestamp(1_700_000_000 + number)
			.build();
	}

	static ConfirmedHeadEvent confirmed(long number) {
		return new ConfirmedHeadEvent(CHAIN, CHAIN_ID, header(number, 'a'), 3, CLOCK);
	}

	static SafeHeadEvent safe(long number) {
		return new SafeHeadEvent(CHAIN, CHAIN_ID, header(number, 'a'), CLOCK);
	}

	static FinalizedHeadEvent finalized(long number) {
		return new FinalizedHeadEvent(CHAIN, CHAIN_ID, header(number, 'a'), CLOCK);
	}

	static ReorgEvent reorg(BlockRef ancestor) {
		return new ReorgEvent(CHAIN, CHAIN_ID, ancestor, List.of(block(ancestor.number() + 1, 'z')), CLOCK);
	}

	static HeadsSkippedEvent skipped(long from, long to) {
		return new HeadsSkippedEvent(CHAIN, CHAIN_ID, from, to, HeadsSkippedEvent.Reason.PRUNED, CLOCK);
	}

	static ChainResetEvent reset(BlockRef from, BlockRef to) {
		return new ChainResetEvent(CHAIN, CHAIN_ID, from, to, ChainResetEvent.Reason.BEYOND_WINDOW, CLOCK);
	}

	static ChainResetEvent replay(BlockRef from, BlockRef to) {
		return new ChainResetEvent(CHAIN, CHAIN_ID, from, to, ChainResetEvent.Reason.REPLAY, CLOCK);
	}

	static StreamResumedEvent resumed(BlockRef checkpoint) {
		return new StreamResumedEvent(CHAIN, CHAIN_ID, checkpoint, CLOCK);
	}

	static List<ChainEvent> step(ChainEvent... events) {
		return List.of(events);
	}

}
