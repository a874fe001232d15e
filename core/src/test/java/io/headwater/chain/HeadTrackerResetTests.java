package io.headwater.chain;

import java.time.Duration;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reset and skip: the rules in {@code docs/design/walk.md}.
 */
class HeadTrackerResetTests {

	@Test
	@FailureMode(23)
	void aReorgDeeperThanTheWindowIsAResetToTheOldestNumberInIt() {
		TrackerFixture fixture = at100(TrackerFixture.settings(4, 0, Long.MAX_VALUE, false));
		fixture.chainEndsAt("101b").announce("101b");
		assertThat(fixture.told).containsExactly("reset from 100 to 97b, BEYOND_WINDOW", "97b", "98b", "99b", "100b",
				"101b");
	}

	@Test
	void byDefaultNothingIsDeliveredAfterAResetUntilItIsAcknowledged() {
		TrackerFixture fixture = at100(TrackerFixture.settings(4, 0, Long.MAX_VALUE, true));
		fixture.chainEndsAt("101b").announce("101b").chainEndsAt("102b").announce("102b");
		fixture.disconnect().connect().timePasses(3);
		assertThat(fixture.told).containsExactly("reset from 100 to 97b, BEYOND_WINDOW");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.HALTED);
		fixture.tracker.acknowledge();
		fixture.answer();
		assertThat(fixture.told).endsWith("97b", "98b", "99b", "100b", "101b", "102b");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void aReorgThatJustStaysInTheWindowIsNoReset() {
		TrackerFixture fixture = at100(TrackerFixture.settings(10, 0, Long.MAX_VALUE, true));
		fixture.blocks("91", "92c").blocks(93, 100, "c").blocks("92c", "93c").chainEndsAt("100c").announce("100c");
		assertThat(fixture.told).startsWith("100 99 98 97 96 95 94 93 92 void, on 91", "92c").endsWith("100c");
	}

	@Test
	@FailureMode(24)
	void anotherGenesisBlockIsARestartedChain() {
		TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(64, 0, Long.MAX_VALUE, false));
		fixture.blocks("0before", "0").blocks(1, 3, "").blocks("0otherbefore", "0b").blocks(1, 5, "b");
		fixture.chainEndsAt("0").connect().chainEndsAt("3").announce("3").forgetWhatWasTold();
		fixture.chainEndsAt("4b").announce("4b");
		assertThat(fixture.told).containsExactly("reset from 3 to 0b, CHAIN_RESTARTED", "0b", "1b", "2b", "3b", "4b");
	}

	@Test
	@FailureMode(24)
	void anotherGenesisBlockIsARestartedChainHoweverHighTheWalkHasBegun() {
		TrackerFixture fixture = begunAt5();
		fixture.chainEndsAt("9b").announce("9b");
		assertThat(fixture.told).containsExactly("reset from 8 to 5b, CHAIN_RESTARTED", "5b", "6b", "7b", "8b", "9b");
	}

	@Test
	void theSameGenesisBlockIsReadOnceMoreAndAllOfTheWalkIsReverted() {
		TrackerFixture fixture = begunAt5().chainEndsAt("9c").announce("9c");
		assertThat(fixture.told).containsExactly("8 7 6 5 void, on 4c", "5c", "6c", "7c", "8c", "9c");
		assertThat(fixture.asked).containsOnlyOnce("number 0");
		fixture.forgetWhatWasTold().blocks("3", "4d").blocks(5, 10, "d").chainEndsAt("10d").announce("10d");
		assertThat(fixture.told).startsWith("9c 8c 7c 6c 5c void, on 4d");
		assertThat(fixture.asked).containsOnlyOnce("number 0");
	}

	@Test
	void aReorgThatStaysInTheWalkAsksForNoGenesisBlock() {
		TrackerFixture fixture = begunAt5().blocks("5", "6d").blocks(7, 9, "d").chainEndsAt("9d").announce("9d");
		assertThat(fixture.told).startsWith("8 7 6 void, on 5");
		assertThat(fixture.asked).doesNotContain("number 0");
	}

	@Test
	void aGenesisBlockThatIsNotServedAnyMoreIsTakenForTheSame() {
		TrackerFixture fixture = begunAt5().hides("0", "0b").chainEndsAt("9b").announce("9b");
		assertThat(fixture.told).isEmpty();
		fixture.timePasses(3);
		assertThat(fixture.told).startsWith("8 7 6 5 void, on 4b", "5b");
	}

	@Test
	void aGenesisBlockThatNobodyEverServedIsTakenForTheSame() {
		TrackerFixture fixture = onTwoChains().hides("0", "0b").deliver(5, 8).chainEndsAt("9b").announce("9b");
		assertThat(fixture.told).startsWith("8 7 6 5 void, on 4b", "5b");
	}

	@Test
	void anAnswerThatTellsNothingOfTheGenesisBlockIsWaitedFor() {
		TrackerFixture fixture = begunAt5().chainEndsAt("9b").tell("9b");
		for (int i = 0; i < 20; i++) {
			fixture.answerUntilAsked("number 0").forgetWhatWasAsked().failAll().waitsEnd();
		}
		assertThat(fixture.told).isEmpty();
		assertThat(fixture.timePasses(3).told).startsWith("reset from 8 to 5b, CHAIN_RESTARTED");
	}

	/** A walk that has begun at block 5, on one of three chains. */
	private static TrackerFixture begunAt5() {
		return onTwoChains().blocks("3", "4c").blocks(5, 9, "c").deliver(5, 8);
	}

	private static TrackerFixture onTwoChains() {
		return new TrackerFixture(TrackerFixture.settings(64, 0, Long.MAX_VALUE, false)).blocks("0before", "0")
			.blocks(1, 8, "")
			.blocks("0otherbefore", "0b")
			.blocks(1, 9, "b");
	}

	@Test
	@FailureMode(21)
	void theOldestMissingHeadsAreSkippedAndTheNewestDelivered() {
		TrackerFixture fixture = at100(TrackerFixture.settings(64, 0, 3, false));
		fixture.chainEndsAt("140").announce("140");
		assertThat(fixture.told).containsExactly("101 to 137 skipped, CATCH_UP_LIMIT", "138", "139", "140");
	}

	@Test
	void asManyAsTheLimitAreNotSkipped() {
		TrackerFixture fixture = at100(TrackerFixture.settings(64, 0, 3, false));
		fixture.chainEndsAt("103").announce("103");
		assertThat(fixture.told).containsExactly("101", "102", "103");
	}

	@Test
	void beforeASkipTheReorgIsToldSoThatNothingStaleRemains() {
		TrackerFixture fixture = at100(TrackerFixture.settings(64, 0, 3, false));
		fixture.blocks("98", "99c").blocks(100, 110, "c").blocks("99c", "100c").chainEndsAt("110c").announce("110c");
		assertThat(fixture.told).containsExactly("100 99 void, on 98", "99 to 107 skipped, CATCH_UP_LIMIT", "108c",
				"109c", "110c");
	}

	@Test
	void aReorgIntoTheHoleRevertsAllOfTheWalkAfterIt() {
		TrackerFixture fixture = at100(TrackerFixture.settings(64, 0, 3, false));
		fixture.chainEndsAt("140").announce("140").forgetWhatWasTold();
		fixture.blocks("130", "131c").blocks(132, 140, "c").blocks("131c", "132c").chainEndsAt("140c").announce("140c");
		assertThat(fixture.told).containsExactly("140 139 138 void, on 137c", "138c", "139c", "140c");
	}

	@Test
	void aRangeThatIsDeniedForFiveMinutesIsSkippedToTheFirstNumberServed() {
		TrackerFixture fixture = at100(TrackerFixture.settings(16, 0, Long.MAX_VALUE, false));
		fixture.chainEndsAt("140").hidesUpTo(117).announce("140").timePasses(15);
		assertThat(fixture.told).isEmpty();
		fixture.timePasses(10);
		assertThat(fixture.told).startsWith("101 to 117 skipped, PRUNED", "118", "119").endsWith("140");
	}

	@Test
	void oneDenialIsNoReasonToSkipWhatIsServed() {
		TrackerFixture fixture = at100(TrackerFixture.settings(16, 0, Long.MAX_VALUE, false));
		fixture.chainEndsAt("140").hidesUpTo(117).announce("140");
		while (!fixture.asked.contains("number 120")) {
			fixture.waitsEnd().answerUntilAsked("number 120");
		}
		fixture.denyAllButLatest().timePasses(10);
		assertThat(fixture.told).startsWith("101 to 117 skipped, PRUNED", "118", "119").endsWith("140");
	}

	@Test
	void aNodeThatDeniesWhatItServedBeforeHasPrunedNothing() {
		TrackerFixture fixture = at100(TrackerFixture.settings(16, 0, Long.MAX_VALUE, false));
		fixture.chainEndsAt("140").hidesUpTo(117).announce("140");
		while (!fixture.asked.contains("number 120")) {
			fixture.waitsEnd().answerUntilAsked("number 120");
		}
		for (int i = 0; i < 20; i++) {
			fixture.denyAll().waitsEnd();
		}
		assertThat(fixture.told).isEmpty();
		fixture.hides().timePasses(10);
		assertThat(fixture.told).hasSize(40).startsWith("101", "102").endsWith("140");
	}

	@Test
	void theFiveMinutesOfARangeThatIsDeniedGoOnOverConnections() {
		TrackerFixture fixture = at100(TrackerFixture.settings(16, 0, Long.MAX_VALUE, false));
		fixture.chainEndsAt("140").hidesUpTo(117).announce("140");
		for (int i = 0; i < 3; i++) {
			fixture.timePasses(11).disconnect().connect();
			fixture.tracker.readLatest();
		}
		fixture.timePasses(10);
		assertThat(fixture.told).startsWith("101 to 117 skipped, PRUNED", "118", "119").endsWith("140");
	}

	@Test
	void aStartNumberThatIsPrunedIsSkippedToTheFirstNumberServed() {
		TrackerFixture fixture = new TrackerFixture(
				new TrackerSettings(85L, 16, 0, 4, Long.MAX_VALUE, false, Duration.ofSeconds(10)));
		fixture.blocks(80, 140, "").chainEndsAt("140").hidesUpTo(117).connect().timePasses(25);
		assertThat(fixture.told).startsWith("85 to 117 skipped, PRUNED", "118", "119").endsWith("140");
	}

	@Test
	void aBranchThatLeavesTheWalkInThePrunedRangeIsAResetToTheFirstNumberServed() {
		TrackerFixture fixture = at100(TrackerFixture.settings(16, 0, Long.MAX_VALUE, false));
		fixture.blocks("94", "95d").blocks(96, 140, "d").blocks("95d", "96d");
		fixture.chainEndsAt("140d").hidesUpTo(98).announce("140d").timePasses(25);
		assertThat(fixture.told).startsWith("reset from 100 to 99d, BEYOND_WINDOW", "99d", "100d", "101d")
			.endsWith("140d");
	}

	@Test
	void aResetIntoThePrunedRangeGoesOnAtTheFirstNumberServed() {
		TrackerFixture fixture = at100(TrackerFixture.settings(4, 0, Long.MAX_VALUE, false));
		fixture.chainEndsAt("110b").tell("110b");
		for (int i = 0; i < 10 && !fixture.asked.contains("number 97"); i++) {
			fixture.answerUntilAsked("number 97");
		}
		fixture.hidesUpTo(98).timePasses(25);
		assertThat(fixture.told).startsWith("reset from 100 to 99b, BEYOND_WINDOW", "99b").endsWith("110b");
	}

	@Test
	void whileTheWalkIsToBeginAnewItIsNotLive() {
		TrackerFixture fixture = at100(TrackerFixture.settings(4, 0, Long.MAX_VALUE, true));
		fixture.chainEndsAt("110b").announce("110b").disconnect().chainEndsAt("90").connect();
		fixture.tracker.acknowledge();
		fixture.answer().timePasses(5);
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
		fixture.announce("101");
		assertThat(fixture.told).containsExactly("reset from 100 to 97b, BEYOND_WINDOW");
	}

	private static TrackerFixture at100(TrackerSettings settings) {
		TrackerFixture fixture = new TrackerFixture(settings).blocks(80, 140, "")
			.blocks("87", "88b")
			.blocks(89, 110, "b");
		fixture.chainEndsAt("90").connect();
		for (int number = 91; number <= 100; number++) {
			fixture.chainEndsAt("" + number).announce("" + number);
		}
		return fixture.forgetWhatWasTold();
	}

}
