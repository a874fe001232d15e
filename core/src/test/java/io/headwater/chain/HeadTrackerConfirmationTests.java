package io.headwater.chain;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Confirmations: the rules in {@code docs/design/walk.md}.
 */
class HeadTrackerConfirmationTests {

	private final TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(64, 2, Long.MAX_VALUE, false))
		.blocks(80, 140, "")
		.blocks("101", "102b", "103b", "104b", "105b")
		.chainEndsAt("100")
		.connect();

	@Test
	void aHeadIsConfirmedByTheHeadThatIsEnoughAbove() {
		this.fixture.announce("101").announce("102").announce("103");
		assertThat(this.fixture.told).containsExactly("100", "101", "102", "100 confirmed by 2", "103",
				"101 confirmed by 2");
	}

	@Test
	void aHeadIsConfirmedOnceAlthoughItsConfirmationIsReplaced() {
		this.fixture.announce("103").forgetWhatWasTold().announce("104b");
		assertThat(this.fixture.told).containsExactly("103 102 void, on 101", "102b", "103b", "104b",
				"102b confirmed by 2");
	}

	@Test
	void aConfirmedHeadCanBeRevertedAndItsReplacementIsConfirmedAgain() {
		this.fixture.announce("104").forgetWhatWasTold().announce("105b");
		assertThat(this.fixture.told).containsExactly("104 103 102 void, on 101", "102b", "103b", "104b",
				"102b confirmed by 2", "105b", "103b confirmed by 2");
	}

	@Test
	void aHeadThatIsDeliveredAgainIsConfirmedAgain() {
		this.fixture.announce("104").announce("105b").forgetWhatWasTold().announce("106");
		assertThat(this.fixture.told).containsExactly("105b 104b 103b 102b void, on 101", "102", "103", "104",
				"102 confirmed by 2", "105", "103 confirmed by 2", "106", "104 confirmed by 2");
	}

	@Test
	void aConfirmationThatFindsNoRoomComesWithItsHeadLater() {
		this.fixture.announce("101").forgetWhatWasTold().roomFor(0).announce("102").roomFor(2).answer();
		assertThat(this.fixture.told).containsExactly("102", "100 confirmed by 2");
	}

}
