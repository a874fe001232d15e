package io.headwater.test.walk;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.StoredCheckpoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The checker is content with each walk that the contract allows, and with no other.
 */
class WalkCheckerTests {

	private static final String CHAIN = "main";

	private static final Clock CLOCK = Clock.systemUTC();

	private final WalkChecker checker = new WalkChecker(0);

	@Test
	void isContentWithOneHeadAfterAnother() {
		heads("1a", "2a", "3a");
		assertThat(this.checker.stack()).containsExactly(ref("1a"), ref("2a"), ref("3a"));
		assertThat(this.checker.first()).isEqualTo(ref("1a"));
		assertThat(this.checker.tip()).isEqualTo(ref("3a"));
		assertThat(this.checker.size()).isEqualTo(3);
	}

	@Test
	void failsWhenAHeadIsMissing() {
		heads("1a", "2a");
		fails(() -> head("4a", "3a"), "each head stands on the one before it");
	}

	@Test
	void failsWhenAHeadComesTwice() {
		heads("1a", "2a");
		fails(() -> head("2a", "1a"), "each head stands on the one before it");
	}

	@Test
	void failsWhenABranchComesWithoutAReorg() {
		heads("1a", "2a", "3a");
		fails(() -> head("3b", "2a"), "each head stands on the one before it");
	}

	@Test
	void isContentWithAReorgOfExactlyWhatWasDelivered() {
		heads("1a", "2a", "3a");
		reorg("1a", "3a", "2a");
		head("2b", "1a");
		assertThat(this.checker.stack()).containsExactly(ref("1a"), ref("2b"));
	}

	@Test
	void isContentWithAReorgOfAllOfTheWalk() {
		heads("2a", "3a");
		reorg("1b", "3a", "2a");
		head("2b", "1b");
		assertThat(this.checker.stack()).containsExactly(ref("2b"));
	}

	@Test
	void failsWhenAReorgForgetsAHead() {
		heads("1a", "2a", "3a");
		fails(() -> reorg("1a", "3a"), "all above the common ancestor is reverted");
	}

	@Test
	void failsWhenAReorgRevertsWhatWasNeverDelivered() {
		heads("1a", "2a");
		fails(() -> reorg("1a", "2b"), "the reverted heads are the delivered ones");
	}

	@Test
	void failsWhenAHeadThatWasRevertedComesRightAgain() {
		heads("1a", "2a");
		reorg("1a", "2a");
		fails(() -> head("2a", "1a"), "the common ancestor is the highest common block");
	}

	@Test
	void isContentWhenASkipNamesTheHole() {
		heads("1a", "2a");
		skip(3, 8);
		head("9a", "8a");
		assertThat(this.checker.stack()).containsExactly(ref("9a"));
	}

	@Test
	void failsWhenASkipDoesNotNameAllOfTheHole() {
		heads("1a", "2a");
		fails(() -> skip(4, 8), "a skip begins right after the last head");
	}

	@Test
	void failsWhenDeliveryDoesNotGoOnRightAfterASkip() {
		heads("1a", "2a");
		skip(3, 8);
		fails(() -> head("10a", "9a"), "delivery goes on right after what was skipped");
	}

	@Test
	void isContentWhenTheWalkBeginsAnewAfterAReset() {
		heads("5a", "6a");
		this.checker
			.accept(new ChainResetEvent(CHAIN, 1, ref("6a"), ref("2b"), ChainResetEvent.Reason.CHAIN_RESTARTED, CLOCK));
		heads("2b", "3b");
		assertThat(this.checker.stack()).containsExactly(ref("2b"), ref("3b"));
	}

	@Test
	void failsWhenAHeadIsNotConfirmedInTime() {
		WalkChecker checker = new WalkChecker(1);
		checker.accept(joined("1a", "0a"));
		checker.accept(joined("2a", "1a"));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> checker.accept(joined("3a", "2a")))
			.withMessageContaining("a head with enough heads on top is confirmed at once");
	}

	@Test
	void failsWhenAHeadIsConfirmedTwice() {
		WalkChecker checker = new WalkChecker(1);
		ConfirmedHeadEvent confirmed = new ConfirmedHeadEvent(CHAIN, 1, block("1a", "0a"), 1, CLOCK);
		checker.accept(joined("1a", "0a"));
		checker.accept(joined("2a", "1a"));
		checker.accept(confirmed);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> checker.accept(confirmed))
			.withMessageContaining("a head is confirmed once");
	}

	@Test
	void failsWhenAFinalizedHeadWasNotDelivered() {
		heads("1a", "2a");
		fails(() -> this.checker.accept(new FinalizedHeadEvent(CHAIN, 1, block("1b", "0a"), CLOCK)),
				"a safe or finalized head was delivered");
	}

	@Test
	void goesOnFromTheCheckpointAfterARestart() {
		heads("1a", "2a", "3a");
		resumed("2a");
		head("3b", "2a");
		assertThat(this.checker.stack()).containsExactly(ref("1a"), ref("2a"), ref("3b"));
	}

	@Test
	void failsWhenARestartLeavesOutAHead() {
		heads("1a", "2a", "3a");
		resumed("2a");
		fails(() -> head("4a", "3a"), "each head stands on the one before it");
	}

	@Test
	void nothingThatWasSavedAsConfirmedMayComeTwice() {
		WalkChecker checker = new WalkChecker(1);
		ConfirmedHeadEvent confirmed = new ConfirmedHeadEvent(CHAIN, 1, block("1a", "0a"), 1, CLOCK);
		checker.accept(joined("1a", "0a"));
		checker.accept(joined("2a", "1a"));
		checker.accept(confirmed);
		checker.accept(new StreamResumedEvent(CHAIN, 1, ref("2a"), CLOCK));
		checker.resumedFrom(new StoredCheckpoint(new Checkpoint(1, ref("2a"), 1, null, 1L, null, null),
				List.of(ref("1a"), ref("2a"))));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> checker.accept(confirmed))
			.withMessageContaining("a head is confirmed once");
	}

	@Test
	void theMessageHasTheLastEvents() {
		heads("1a", "2a");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> head("4a", "3a"))
			.withMessageContaining("NewHead[" + ref("1a"))
			.withMessageContaining("NewHead[" + ref("4a"));
	}

	private void fails(Runnable event, String rule) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(event::run).withMessageContaining(rule);
	}

	private void heads(String... names) {
		for (String name : names) {
			head(name, (Long.parseLong(name.substring(0, 1)) - 1) + name.substring(1));
		}
	}

	private void head(String name, String parent) {
		this.checker.accept(joined(name, parent));
	}

	private void reorg(String ancestor, String... reverted) {
		this.checker.accept(new ReorgEvent(CHAIN, 1, ref(ancestor),
				Stream.of(reverted).map(WalkCheckerTests::ref).toList(), CLOCK));
	}

	private void skip(long from, long to) {
		this.checker.accept(new HeadsSkippedEvent(CHAIN, 1, from, to, HeadsSkippedEvent.Reason.values()[0], CLOCK));
	}

	private void resumed(String checkpoint) {
		this.checker.accept(new StreamResumedEvent(CHAIN, 1, ref(checkpoint), CLOCK));
	}

	private static NewHeadEvent joined(String name, String parent) {
		return new NewHeadEvent(CHAIN, 1, block(name, parent), HeadOrigin.LIVE, CLOCK);
	}

	private static Head block(String name, String parent) {
		BlockRef block = ref(name);
		return Head.builder()
			.number(block.number())
			.hash(block.hash())
			.parentHash(ref(parent).hash())
			.timestamp(block.number())
			.build();
	}

	/** A number and the letter of its branch. */
	private static BlockRef ref(String name) {
		char branch = name.charAt(name.length() - 1);
		long number = Long.parseLong(name.substring(0, name.length() - 1));
		return new BlockRef(number, Hash.of(String.format("0x%063x%s", number, branch)));
	}

}
