package io.headwater.sample.docs;

import java.time.Clock;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.NewHeadEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CanonicalBlocksResetTests {

	private final CanonicalBlocks blocks = new CanonicalBlocks();

	@BeforeEach
	void receiveThreeHeads() {
		for (long number = 5; number <= 7; number++) {
			Head head = Head.builder()
				.number(number)
				.hash(hash(number))
				.parentHash(hash(number - 1))
				.timestamp(number)
				.build();
			this.blocks.on(new NewHeadEvent("main", 1337, head, HeadOrigin.LIVE, Clock.systemUTC()));
		}
	}

	@Test
	void forgetsWhatAReplayBringsAgain() {
		this.blocks.on(reset(6, ChainResetEvent.Reason.REPLAY));
		assertThat(this.blocks.hashes()).containsExactly(hash(5).toString());
	}

	@Test
	void forgetsAllOfAChainThatBeganAnew() {
		this.blocks.on(reset(6, ChainResetEvent.Reason.CHAIN_RESTARTED));
		assertThat(this.blocks.hashes()).isEmpty();
	}

	private static ChainResetEvent reset(long to, ChainResetEvent.Reason reason) {
		return new ChainResetEvent("main", 1337, new BlockRef(7, hash(7)), new BlockRef(to, hash(to)), reason,
				Clock.systemUTC());
	}

	private static Hash hash(long number) {
		return Hash.of(0, 0, 0, number);
	}

}
