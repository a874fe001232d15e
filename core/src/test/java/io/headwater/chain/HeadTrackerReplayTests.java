package io.headwater.chain;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Heads that are delivered again, at somebody's word.
 */
class HeadTrackerReplayTests {

	private final TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(64, 0, Long.MAX_VALUE, true))
		.blocks(1, 120, "");

	@Test
	void tellsAResetThatDoesNotHaltAndThenAllFromThereOn() {
		this.fixture.deliver(95, 100);
		replay(98);
		assertThat(this.fixture.told).containsExactly("reset from 100 to 98, REPLAY", "98 replay", "99 replay",
				"100 replay");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
		this.fixture.chainEndsAt("101").announce("101");
		assertThat(this.fixture.told).endsWith("100 replay", "101");
	}

	@Test
	void replaysFromTheTipItself() {
		this.fixture.deliver(95, 100);
		replay(100);
		assertThat(this.fixture.told).containsExactly("reset from 100 to 100, REPLAY", "100 replay");
	}

	@Test
	void replaysWhatWasDeliveredBelowTheFirstHeadAndTheWindow() {
		this.fixture.deliver(95, 100);
		replay(10);
		assertThat(this.fixture.told).startsWith("reset from 100 to 10, REPLAY", "10 replay", "11 replay")
			.hasSize(1 + 91)
			.endsWith("100 replay");
	}

	@Test
	void whatIsMinedMeanwhileIsNotAReplay() {
		this.fixture.deliver(95, 100);
		this.fixture.chainEndsAt("103");
		replay(99);
		assertThat(this.fixture.told).containsExactly("reset from 100 to 99, REPLAY", "99 replay", "100 replay", "101",
				"102", "103");
	}

	@Test
	void aBranchThatHasTakenTheirPlaceIsWhatIsDelivered() {
		this.fixture.blocks("98", "99b", "100b", "101b").deliver(95, 100);
		this.fixture.chainEndsAt("101b");
		replay(98);
		assertThat(this.fixture.told).containsExactly("reset from 100 to 98, REPLAY", "98 replay", "99b replay",
				"100b replay", "101b");
	}

	@Test
	void goesOnWithItAfterALostConnection() {
		this.fixture.deliver(95, 100);
		this.fixture.tracker.replay(97);
		this.fixture.disconnect().connect();
		assertThat(this.fixture.told).containsExactly("reset from 100 to 97, REPLAY", "97 replay", "98 replay",
				"99 replay", "100 replay");
	}

	@Test
	void waitsForRoom() {
		this.fixture.deliver(95, 100);
		this.fixture.room = 0;
		replay(99);
		assertThat(this.fixture.told).isEmpty();
		this.fixture.room = Integer.MAX_VALUE;
		this.fixture.tracker.room();
		this.fixture.answer();
		assertThat(this.fixture.told).containsExactly("reset from 100 to 99, REPLAY", "99 replay", "100 replay");
	}

	@Test
	void nothingIsReplayedThatWasNotDelivered() {
		this.fixture.tracker.replay(5);
		this.fixture.deliver(95, 100);
		replay(101);
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void nothingIsReplayedWhileAResetIsNotAcknowledged() {
		TrackerFixture halted = new TrackerFixture(TrackerFixture.settings(4, 0, Long.MAX_VALUE, true))
			.blocks(1, 120, "")
			.blocks(1, 120, "b")
			.deliver(90, 100);
		halted.chainEndsAt("101b").announce("101b").forgetWhatWasTold();
		assertThat(halted.tracker.pace()).isEqualTo(Pace.HALTED);
		halted.tracker.replay(98);
		assertThat(halted.answer().told).isEmpty();
		assertThat(halted.tracker.pace()).isEqualTo(Pace.HALTED);
	}

	@Test
	void catchesUpWithoutALimitToWhereItWas() {
		TrackerFixture limited = limited().deliver(90, 100).chainEndsAt("110");
		limited.tracker.replay(95);
		assertThat(limited.answer().told).containsExactly("reset from 100 to 95, REPLAY", "95 replay", "96 replay",
				"97 replay", "98 replay", "99 replay", "100 replay", "101 to 107 skipped, CATCH_UP_LIMIT", "108", "109",
				"110");
	}

	@Test
	void catchesUpWithoutALimitAfterARestartToo() {
		TrackerFixture limited = resumedAmid(limitedTo(3)).chainEndsAt("110").connect();
		assertThat(limited.told).containsExactly("resumed from 95", "96 replay", "97 replay", "98 replay", "99 replay",
				"100 replay", "101 to 107 skipped, CATCH_UP_LIMIT", "108", "109", "110");
	}

	@Test
	void aResetEndsIt() {
		TrackerFixture limited = resumedAmid(TrackerFixture.settings(64, 0, 3, false));
		limited.blocks("0before", "0").blocks("0", "1");
		limited.chainEndsAt("96").connect().blocks("0otherbefore", "0b").blocks(1, 50, "b").forgetWhatWasTold();
		limited.disconnect().chainEndsAt("20b").connect().timePasses(30);
		assertThat(limited.told).containsExactly("reset from 96 to 20b, CHAIN_RESTARTED", "20b");
		limited.chainEndsAt("40b").announce("40b");
		assertThat(limited.told).endsWith("21 to 37 skipped, CATCH_UP_LIMIT", "38b", "39b", "40b");
	}

	private static TrackerSettings limitedTo(long maxBlocks) {
		return TrackerFixture.settings(64, 0, maxBlocks, true);
	}

	private static TrackerFixture limited() {
		return new TrackerFixture(limitedTo(3)).blocks(1, 120, "");
	}

	/** An earlier run has ended while it delivered again what was delivered up to 100. */
	private static TrackerFixture resumedAmid(TrackerSettings settings) {
		return new TrackerFixture(settings,
				new Resumption(ScriptedNode.ref("95"), 96, List.of(), 100L, null, null, null))
			.blocks(1, 120, "");
	}

	@Test
	void whatIsFinalIsToldAgain() {
		this.fixture.deliver(95, 100).finalized("97");
		replay(96);
		this.fixture.finalized("97");
		assertThat(this.fixture.told).containsExactly("97 finalized", "reset from 100 to 96, REPLAY", "96 replay",
				"97 replay", "98 replay", "99 replay", "100 replay", "97 finalized");
	}

	private void replay(long number) {
		this.fixture.tracker.replay(number);
		this.fixture.answer();
	}

}
