package io.headwater.chain;

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
