package io.headwater.chain;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Safe and finalized blocks: the rules in {@code docs/design/walk.md}. When they are read
 * is tested with the reader.
 */
class HeadTrackerFinalityTests {

	private final TrackerFixture fixture = TrackerFixture.following();

	@BeforeEach
	void theWalkBeganAt90AndIsAt100() {
		this.fixture.blocks(80, 200, "").blocks("93", "94b").blocks(95, 140, "b").blocks("94b", "95b").deliver(90, 100);
	}

	@Test
	void safeAndFinalizedHeadsAreToldAscending() {
		this.fixture.safe("97").finalized("94").safe("99").finalized("96");
		this.fixture.safe("99").safe("98").finalized("96").finalized("95");
		assertThat(this.fixture.told).containsExactly("97 safe", "94 finalized", "99 safe", "96 finalized");
	}

	@Test
	void aHeadIsToldOnlyAfterItWasDelivered() {
		this.fixture.safe("101").finalized("89");
		assertThat(this.fixture.told).isEmpty();
		this.fixture.announce("101").safe("101");
		assertThat(this.fixture.told).containsExactly("101", "101 safe");
	}

	@Test
	void aHashThatDiffersWaitsForTheNextReading() {
		this.fixture.finalized("95b");
		assertThat(this.fixture.told).isEmpty();
		this.fixture.finalized("95");
		assertThat(this.fixture.told).containsExactly("95 finalized");
	}

	@Test
	void aBlockThatIsOlderThanTheWindowIsToldAsTheNodeTellsIt() {
		TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(4, 0, Long.MAX_VALUE, false));
		fixture.blocks(80, 140, "").blocks("96", "97b").deliver(90, 100);
		fixture.finalized("92").safe("97b");
		assertThat(fixture.told).containsExactly("92 finalized");
	}

	@Test
	void whatIsBelowTheFirstHeadIsNotToldHoweverLongTheWalkIs() {
		TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(4, 0, Long.MAX_VALUE, false))
			.blocks(1, 120, "")
			.deliver(90, 100);
		assertThat(fixture.finalized("89").told).isEmpty();
		assertThat(fixture.finalized("91").told).containsExactly("91 finalized");
	}

	@Test
	void nothingIsToldBeforeTheFirstHead() {
		TrackerFixture fixture = TrackerFixture.following().blocks(80, 100, "");
		fixture.finalized("95").safe("99");
		assertThat(fixture.told).isEmpty();
	}

	@Test
	void aReadingThatFindsNoRoomIsToldWhenThereIsRoom() {
		this.fixture.roomFor(0).finalized("95").finalized("96").safe("99");
		assertThat(this.fixture.told).isEmpty();
		this.fixture.roomFor(10);
		assertThat(this.fixture.told).containsExactly("99 safe", "96 finalized");
	}

	@Test
	void aReadingThatFoundNoRoomIsNotToldAfterItsHeadWasReverted() {
		this.fixture.announce("101").announce("102").forgetWhatWasTold();
		this.fixture.roomFor(0).safe("100").chainEndsAt("103b").tell("103b").roomFor(0);
		this.fixture.answer().roomFor(20).answer();
		assertThat(this.fixture.told).startsWith("100 safe").doesNotContain("102 safe");
	}

	@Test
	@FailureMode(23)
	void aRevertedHeadAtOrBelowTheLastFinalizedOneIsAViolation() {
		this.fixture.finalized("95").forgetWhatWasTold();
		this.fixture.chainEndsAt("101b").callsFinalized("90").announce("101b").timePasses(3);
		assertThat(this.fixture.told).startsWith("reset from 100 to 94b, FINALITY", "94b", "95b").endsWith("101b");
	}

	@Test
	void aReorgAboveTheLastFinalizedHeadIsNoViolation() {
		this.fixture.finalized("93").forgetWhatWasTold();
		this.fixture.chainEndsAt("101b").announce("101b");
		assertThat(this.fixture.told).startsWith("100 99 98 97 96 95 94 void, on 93", "94b").endsWith("101b");
	}

	@Test
	void aViolationIsToldOnceTheNodeHasDeniedThreeTimesThatItsNewestBlockIsFinalized() {
		this.fixture.finalized("95").forgetWhatWasTold().waits.clear();
		this.fixture.chainEndsAt("101b").callsFinalized("90").announce("101b");
		assertThat(this.fixture.asked).endsWith("latest", "finalized");
		this.fixture.timePasses(1);
		assertThat(this.fixture.told).isEmpty();
		this.fixture.timePasses(1);
		assertThat(this.fixture.told).startsWith("reset from 100 to 94b, FINALITY");
	}

	@Test
	void onANodeWhoseNewestBlockIsFinalizedARevertedHeadIsNoViolation() {
		this.fixture.finalized("100").forgetWhatWasTold();
		this.fixture.chainEndsAt("101b").callsFinalized("101b").announce("101b").timePasses(2);
		assertThat(this.fixture.told).startsWith("100 99 98 97 96 95 94 void, on 93", "94b").endsWith("101b");
	}

	@Test
	void whatIsKnownOfANodeIsNotHeldOfAnotherOne() {
		this.fixture.finalized("100").chainEndsAt("101b").callsFinalized("101b").announce("101b").timePasses(2);
		this.fixture.finalized("101b").chainEndsAt("101").blocks("100", "101").forgetWhatWasTold();
		this.fixture.callsFinalized("90").failOver().timePasses(3);
		assertThat(this.fixture.told).startsWith("reset from 101b to 94, FINALITY");
	}

	@Test
	void anAnswerThatFailsSaysNothingOfFinality() {
		this.fixture.finalized("95").forgetWhatWasTold();
		this.fixture.chainEndsAt("100b").callsFinalized("90").tell("100b");
		for (int header = 99; header >= 94; header--) {
			this.fixture.answerNext();
		}
		this.fixture.failAll().waitsEnd().failAll().waitsEnd().failAll().waitsEnd();
		this.fixture.answerNext().failNext().waitsEnd().answerNext().failNext().waitsEnd();
		assertThat(this.fixture.told).isEmpty();
		this.fixture.answer().timePasses(3);
		assertThat(this.fixture.told).startsWith("reset from 100 to 94b, FINALITY");
	}

	@Test
	void afterAResetWhatWasFinalIsForgotten() {
		this.fixture.finalized("95").forgetWhatWasTold();
		this.fixture.chainEndsAt("101b").callsFinalized("90").announce("101b").timePasses(3).forgetWhatWasTold();
		this.fixture.finalized("94b");
		assertThat(this.fixture.told).containsExactly("94b finalized");
	}

}
