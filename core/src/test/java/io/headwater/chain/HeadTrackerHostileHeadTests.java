package io.headwater.chain;

import java.time.Duration;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An announcement is a hint, whatever is in it: one that nobody but itself vouches for
 * neither halts the walk, nor enters it, nor holds honest heads up.
 */
class HeadTrackerHostileHeadTests {

	private static final long ABSURD = 1L << 62;

	private final TrackerFixture fixture = TrackerFixture.following();

	@BeforeEach
	void theWalkBeganAt90AndIsAt100() {
		this.fixture.blocks(80, 140, "");
		this.fixture.chainEndsAt("90").connect().chainEndsAt("100").announce("100").forgetWhatWasTold();
	}

	@Test
	@FailureMode(41)
	void dropsAHeadThatIsItsOwnParent() {
		for (long number = 100; number <= 118; number++) {
			this.fixture.claim(number, "own", "own").timePasses(1);
		}
		assertThat(this.fixture.asked).containsOnly("latest");
		assertThat(this.fixture.dropped).hasSize(19);
		assertGoesOnAtOnce();
	}

	@Test
	@FailureMode(41)
	void dropsAHeadAtTheTipsNumberThatNamesNoParent() {
		this.fixture.claim(100, "none", "zero").timePasses(1);
		assertThat(this.fixture.dropped).hasSize(1);
		assertGoesOnAtOnce();
	}

	@Test
	@FailureMode(41)
	void dropsAHeadWithoutAHash() {
		this.fixture.claim(101, "zero", "100").claim(101, "zero", "zero").timePasses(1);
		assertThat(this.fixture.dropped).hasSize(2);
		assertGoesOnAtOnce();
	}

	@Test
	@FailureMode(41)
	void dropsAHeadUnderAHashThatWasDelivered() {
		this.fixture.claim(101, "100", "100").claim(101, "99", "100").claim(105, "100", "99").claim(105, "100", "104x");
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.dropped).hasSize(4);
		assertGoesOnAtOnce();
	}

	@Test
	@FailureMode(41)
	void dropsAHeadWhoseParentHasAnotherNumber() {
		this.fixture.claim(109, "odd", "100").claim(100, "odder", "97").answer();
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.dropped).hasSize(2);
		assertGoesOnAtOnce();
	}

	@Test
	@FailureMode(41)
	void dropsAHeadWhoseParentIsServedUnderAnotherNumber() {
		this.fixture.chainEndsAt("104").claim(110, "odd", "103").answer();
		assertThat(this.fixture.dropped).hasSize(1);
		assertThat(this.fixture.told).containsExactly("101", "102", "103", "104");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	@FailureMode(41)
	void keepsAnHonestHeadThatStandsOnARepeatedHash() {
		this.fixture.claim(105, "101", "104x").chainEndsAt("102").announce("102").timePasses(1);
		assertThat(this.fixture.told).containsExactly("101", "102");
	}

	@Test
	@FailureMode(41)
	void takesAServedHeaderInsteadOfAnAnnouncedOneOfTheSameHash() {
		this.fixture.claim(104, "102", "103x").claim(103, "101", "102x").chainEndsAt("103").announce("103");
		this.fixture.timePasses(1);
		assertThat(this.fixture.told).containsExactly("101", "102", "103");
	}

	@Test
	@FailureMode(41)
	void asksByNumberForTheNextBlockThatNamesNoParent() {
		this.fixture.withoutParent("101n").serves("101n").tell("101n");
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.asked).containsExactly("number 101");
		this.fixture.answer();
		assertThat(this.fixture.told).containsExactly("101n");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	@FailureMode(41)
	void deliversTheBlockThatIsServedWhereAnotherNamesNoParent() {
		this.fixture.chainEndsAt("101").claim(101, "none", "zero").timePasses(2);
		assertThat(this.fixture.told).containsExactly("101");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	@FailureMode(41)
	void deliversHonestHeadsBesideTwoThatNameEachOther() {
		this.fixture.claim(105, "one", "two").claim(106, "two", "one");
		assertGoesOnAtOnce();
	}

	@Test
	@FailureMode(41)
	void deliversHonestHeadsBesideFiveThatAreNeverServed() {
		for (int number = 102; number <= 106; number++) {
			this.fixture.claim(number, number + "never", (number - 1) + "never").answer();
		}
		assertGoesOnAtOnce();
	}

	@Test
	@FailureMode(42)
	void deliversHonestHeadsAtOnceBesideAnAbsurdNumber() {
		this.fixture.claim(ABSURD, "absurd", "below").answer();
		assertGoesOnAtOnce();
	}

	@Test
	@FailureMode(42)
	void givesUpATargetThatTheNewestHeadWasBelowThreeTimesOverTwoSeconds() {
		this.fixture.claim(ABSURD, "absurd", "below").answer();
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
		this.fixture.timePasses(3);
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
		this.fixture.timePasses(3);
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
		assertThat(this.fixture.elapsed()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
		assertThat(this.fixture.dropped).hasSize(1);
		this.fixture.forgetWhatWasAsked().timePasses(10);
		assertThat(this.fixture.asked).as("nothing is sought any more").isEmpty();
	}

	@Test
	@FailureMode(42)
	void doesNotGiveUpATargetWhileTheNewestHeadIsNotBelowIt() {
		this.fixture.hides("101").chainEndsAt("102").announce("102").timePasses(6);
		this.fixture.hides().timePasses(1);
		assertThat(this.fixture.told).containsExactly("101", "102");
		assertThat(this.fixture.dropped).isEmpty();
	}

	@Test
	@FailureMode(42)
	void skipsNothingForANumberThatNobodyServes() {
		TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(64, 0, 5, false)).blocks(80, 140, "");
		fixture.chainEndsAt("100").connect().claim(ABSURD, "absurd", "below").chainEndsAt("101").answer();
		fixture.chainEndsAt("102").announce("102").timePasses(8);
		assertThat(fixture.told).containsExactly("100", "101", "102");
	}

	@Test
	@FailureMode(42)
	void beginsWithAHeadThatIsServed() {
		TrackerFixture fixture = TrackerFixture.following().blocks(80, 140, "").chainEndsAt("100");
		fixture.tracker.connected(true);
		fixture.claim(ABSURD, "absurd", "below").answer().timePasses(8);
		assertThat(fixture.told).containsExactly("100");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void asksNothingForHeadsBelowTheOneToBeginWith() {
		TrackerSettings settings = new TrackerSettings(110L, 64, 0, 4, Long.MAX_VALUE, false, Duration.ofSeconds(10));
		TrackerFixture fixture = new TrackerFixture(settings).blocks(80, 140, "").chainEndsAt("100").connect();
		fixture.forgetWhatWasAsked().chainEndsAt("101").announce("101").chainEndsAt("102").announce("102");
		assertThat(fixture.asked).isEmpty();
		fixture.chainEndsAt("110").announce("110");
		assertThat(fixture.told).containsExactly("110");
	}

	@Test
	@FailureMode(41)
	void voidsNotAllOfTheWalkForAHeadThatIsNotServed() {
		TrackerFixture fixture = TrackerFixture.following().blocks(80, 140, "").chainEndsAt("100").connect();
		fixture.claim(100, "other", "below").answer().timePasses(8);
		assertThat(fixture.told).containsExactly("100");
		fixture.blocks("99c", "100c").chainEndsAt("100c").announce("100c");
		assertThat(fixture.told).containsExactly("100", "100 void, on 99c", "100c");
	}

	@Test
	@FailureMode(41)
	void isNotHaltedByAFinalHeadThatIsContradictedByAnAnnouncement() {
		this.fixture.finalized("100").callsFinalized("99").claim(100, "other", "99").timePasses(8);
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
		assertGoesOnAtOnce();
	}

	@Test
	@FailureMode(41)
	void followsAnHonestBranchBesideATargetThatIsNotServed() {
		this.fixture.claim(ABSURD, "absurd", "below").claim(105, "high", "104never").answer();
		this.fixture.blocks("99", "100b", "101b").chainEndsAt("101b").announce("101b");
		assertThat(this.fixture.told).containsExactly("100 void, on 99", "100b", "101b");
	}

	@Test
	void beginsTheQuestionsForTheOldTipAnewWhenAHeadExtendsIt() {
		this.fixture.blocks("97", "98b", "99b").chainEndsAt("99b").announce("99b").timePasses(1);
		this.fixture.chainEndsAt("101").announce("101").timePasses(5);
		assertThat(this.fixture.told).containsExactly("101");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	@FailureMode(41)
	void asksForAnAnnouncedHeaderWhoseParentIsNotServed() {
		this.fixture.chainEndsAt("105").claim(104, "104", "103never").tell("105").answer().timePasses(2);
		assertThat(this.fixture.told).containsExactly("101", "102", "103", "104", "105");
		assertThat(this.fixture.elapsed()).isLessThan(Duration.ofSeconds(1));
	}

	@Test
	@FailureMode(41)
	void asksForEachOfSeveralAnnouncedHeadersThatLeadNowhere() {
		this.fixture.claim(102, "102never", "101never").claim(103, "103", "102never").claim(104, "104", "103");
		this.fixture.chainEndsAt("105").tell("105").answer().timePasses(4);
		assertThat(this.fixture.told).containsExactly("101", "102", "103", "104", "105");
		assertThat(this.fixture.elapsed()).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	@FailureMode(45)
	void leavesNoNodeForAParentThatOnlyAnAnnouncementNames() {
		this.fixture.chainEndsAt("105").hides("104").claim(104, "104", "103never").tell("105").answer().timePasses(4);
		assertThat(this.fixture.unserved).isEmpty();
		this.fixture.hides().timePasses(2);
		assertThat(this.fixture.told).endsWith("105");
	}

	@Test
	@FailureMode(41)
	void deliversAnHonestHeadWhoseHashALieHasUsedBefore() {
		this.fixture.blocks("98", "99b", "100b", "101b").chainEndsAt("101b");
		this.fixture.claim(5, "101b", "4x").tell("101b").answer();
		assertThat(this.fixture.told).containsExactly("100 99 void, on 98", "99b", "100b", "101b");
	}

	@Test
	@FailureMode(41)
	void deliversAnHonestHeadThatALieUnderAServedHashHasReplaced() {
		this.fixture.chainEndsAt("103").tell("103").claim(105, "102", "zero").answer();
		assertThat(this.fixture.told).containsExactly("101", "102", "103");
	}

	@Test
	@FailureMode(41)
	void readsTheNewestHeadForAHintWhileALieIsAskedForAgain() {
		this.fixture.claim(103, "103never", "102never").answer().timePasses(4).chainEndsAt("101");
		this.fixture.tracker.hinted();
		this.fixture.answer();
		assertThat(this.fixture.told).containsExactly("101");
	}

	@Test
	void readsTheNewestHeadNotForEachHintWhileItIsNotToBeHad() {
		this.fixture.hides("100");
		for (int hints = 0; hints < 100; hints++) {
			this.fixture.tracker.hinted();
			this.fixture.answer();
		}
		assertThat(this.fixture.asked).hasSize(1);
		this.fixture.hides().chainEndsAt("101").timePasses(1);
		assertThat(this.fixture.told).containsExactly("101");
	}

	@Test
	@FailureMode(41)
	void fillsAGapAtOnceAfterALieThatHasBeenDeniedForLong() {
		this.fixture.claim(100, "100never", "99never").answer().timePasses(5);
		this.fixture.chainEndsAt("103").announce("103");
		assertThat(this.fixture.told).containsExactly("101", "102", "103");
	}

	@Test
	@FailureMode(41)
	void fillsALongGapAtOnceAfterALieThatHasBeenDeniedForLong() {
		this.fixture.claim(100, "100never", "99never").answer().timePasses(5);
		this.fixture.chainEndsAt("140").announce("140");
		assertThat(this.fixture.told).startsWith("101").endsWith("140");
	}

	@Test
	void asksNotMoreOftenForAHeaderThatIsDeniedWhileTheChainGoesOn() {
		this.fixture.hides("101", "102").chainEndsAt("103").announce("103").timePasses(5).forgetWhatWasAsked();
		for (long number = 104; number < 114; number++) {
			this.fixture.chainEndsAt("" + number).announce("" + number);
		}
		assertThat(this.fixture.asked).isEmpty();
	}

	@Test
	@FailureMode(42)
	void replaysBesideAnAbsurdNumber() {
		this.fixture.claim(ABSURD, "absurd", "below").answer();
		this.fixture.tracker.replay(99);
		this.fixture.timePasses(1);
		assertThat(this.fixture.told).containsExactly("reset from 100 to 99, REPLAY", "99 replay", "100 replay");
	}

	/** The next head is told by its announcement, whatever else is sought. */
	private void assertGoesOnAtOnce() {
		this.fixture.forgetWhatWasTold().chainEndsAt("101").tell("101").chainEndsAt("102").tell("102");
		assertThat(this.fixture.told).containsExactly("101", "102");
		this.fixture.answer().timePasses(12);
		assertThat(this.fixture.told).containsExactly("101", "102");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

}
