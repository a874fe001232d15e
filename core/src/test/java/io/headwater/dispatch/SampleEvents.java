package io.headwater.dispatch;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.StreamStateChangedEvent;

/**
 * Events of a chain named {@code main}, as a stream would make them.
 */
public final class SampleEvents {

	public static final String CHAIN = "main";

	private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

	private SampleEvents() {
	}

	public static NewHeadEvent head(long number) {
		return head(CHAIN, number, HeadOrigin.LIVE);
	}

	public static NewHeadEvent head(String chain, long number, HeadOrigin origin) {
		Head head = Head.builder()
			.number(number)
			.hash(hash(number))
			.parentHash(hash(number - 1))
			.timestamp(1_700_000_000 + 12 * number)
			.build();
		return new NewHeadEvent(chain, 1, head, origin, CLOCK);
	}

	private static Hash hash(long number) {
		return Hash.of("0x%064x".formatted(number + 1));
	}

	/** The head of that number is void. */
	public static ReorgEvent reorg(long number) {
		return new ReorgEvent(CHAIN, 1, new BlockRef(number - 1, hash(number - 1)),
				List.of(new BlockRef(number, hash(number))), CLOCK);
	}

	public static ChainResetEvent reset(long from, long to) {
		return new ChainResetEvent(CHAIN, 1, new BlockRef(from, hash(from)), new BlockRef(to, hash(to)),
				ChainResetEvent.Reason.BEYOND_WINDOW, CLOCK);
	}

	public static StreamResumedEvent resumed(long number) {
		return new StreamResumedEvent(CHAIN, 1, new BlockRef(number, hash(number)), CLOCK);
	}

	public static HeadsSkippedEvent skipped(long from, long to) {
		return new HeadsSkippedEvent(CHAIN, 1, from, to, HeadsSkippedEvent.Reason.PRUNED, CLOCK);
	}

	public static StreamStateChangedEvent connection(ConnectionState from, ConnectionState to) {
		return new StreamStateChangedEvent(CHAIN, 1, from, to, "a test says so", CLOCK);
	}

	public static StreamStateChangedEvent delivery(DeliveryState from, DeliveryState to) {
		return new StreamStateChangedEvent(CHAIN, 1, from, to, "a test says so", CLOCK);
	}

}
