package io.headwater.chain;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reset and skip after a start from a checkpoint: the rules in
 * {@code docs/design/walk.md}.
 */
class HeadTrackerResumedResetTests {

	private static final TrackerSettings GOING_ON = TrackerFixture.settings(64, 0, Long.MAX_VALUE, false);

	private static final TrackerSettings HALTING = TrackerFixture.settings(64, 0, Long.MAX_VALUE, true);

	@Test
	void whereNoneOfTheReferencesIsCanonicalItIsAReset() {
		TrackerFixture fixture = otherChain(TrackerFixture.resumed(GOING_ON, 97, 100, null, null)).connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "reset from 100 to 97b, BEYOND_WINDOW", "97b",
				"98b", "99b", "100b", "101b");
	}

	@Test
	void aResetThatHaltsIsFoundAgainByEveryStartUntilItIsAcknowledged() {
		for (int start = 0; start < 3; start++) {
			TrackerFixture fixture = otherChain(TrackerFixture.resumed(HALTING, 97, 100, null, null)).connect();
			fixture.timePasses(3).disconnect().connect();
			assertThat(fixture.told).containsExactly("resumed from 100", "reset from 100 to 97b, BEYOND_WINDOW");
			assertThat(fixture.tracker.pace()).isEqualTo(Pace.HALTED);
		}
		TrackerFixture fixture = otherChain(TrackerFixture.resumed(HALTING, 97, 100, null, null)).connect();
		fixture.tracker.acknowledge();
		fixture.answer();
		assertThat(fixture.told).endsWith("97b", "98b", "99b", "100b", "101b");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void aChainThatCameBackWhileTheApplicationWasDownIsNoReset() {
		TrackerFixture fixture = TrackerFixture.resumed(HALTING, 97, 100, null, null);
		assertThat(fixture.chainEndsAt("101").connect().told).containsExactly("resumed from 100", "101");
	}

	@Test
	void theFirstReferenceOfAnOlderWalkIsNotItsFirstHeadSoItIsNotRevertedByAReorg() {
		TrackerFixture fixture = TrackerFixture.resumed(HALTING, 100, 100, null, null);
		fixture.blocks("99", "100b", "101b").chainEndsAt("101b").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "reset from 100 to 100b, BEYOND_WINDOW");
	}

	@Test
	void aSmallerWindowKeepsTheNewestReferences() {
		TrackerSettings small = TrackerFixture.settings(4, 0, Long.MAX_VALUE, false);
		TrackerFixture fixture = TrackerFixture.resumed(small, 80, 100, null, null);
		fixture.blocks("95", "96b", "97b", "98b", "99b", "100b", "101b").chainEndsAt("101b").connect();
		assertThat(fixture.told).startsWith("resumed from 100", "reset from 100 to 97b, BEYOND_WINDOW", "97b");
	}

	@Test
	void aBlockThatWasNeverDeliveredIsStillWhatTheNextHeadStandsOn() {
		TrackerFixture fixture = resumedWithoutReferences().chainEndsAt("102").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "101", "102");
	}

	@Test
	void aBlockThatWasNeverDeliveredIsNotReverted() {
		TrackerFixture fixture = resumedWithoutReferences().blocks("90", "91b").blocks(92, 103, "b");
		assertThat(fixture.chainEndsAt("103b").connect().told).containsExactly("resumed from 100", "101b", "102b",
				"103b");
		fixture.blocks("90", "91c").blocks(92, 104, "c").chainEndsAt("104c").announce("104c");
		assertThat(fixture.told).endsWith("103b", "103b 102b 101b void, on 100c", "101c", "102c", "103c", "104c");
	}

	@Test
	void aBlockThatWasNeverDeliveredStaysWhileTheNodeIsAtAnotherOfItsNumber() {
		TrackerFixture fixture = resumedWithoutReferences().blocks("99", "100b", "101b").chainEndsAt("100b");
		assertThat(fixture.connect().timePasses(20).told).containsExactly("resumed from 100");
		assertThat(fixture.chainEndsAt("101b").announce("101b").told).containsExactly("resumed from 100", "101b");
	}

	@Test
	void whatIsReplayedNeedNotBeSoLowThatNothingIsBelow() {
		TrackerFixture fixture = new TrackerFixture(GOING_ON,
				new Resumption(ScriptedNode.ref("0"), 1, List.of(), null, null, null, null));
		fixture.blocks("0before", "0", "1").chainEndsAt("1").connect();
		assertThat(fixture.told).containsExactly("resumed from 0", "1");
	}

	@Test
	void whereNoneOfAWholeWalkIsCanonicalAllOfItIsReverted() {
		TrackerFixture fixture = otherChain(TrackerFixture.resumedWhole(HALTING, 97, 100)).connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "100 99 98 97 void, on 96b", "97b", "98b", "99b",
				"100b", "101b");
	}

	@Test
	void aWalkOfOneHeadIsRevertedToo() {
		TrackerFixture fixture = TrackerFixture.resumedWhole(HALTING, 100, 100).blocks(1, 200, "");
		fixture.blocks("99", "100b", "101b").chainEndsAt("101b").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "100 void, on 99", "100b", "101b");
	}

	@Test
	void anotherGenesisBlockIsARestartedChain() {
		Resumption resumption = new Resumption(ScriptedNode.ref("1"), 0,
				List.of(ScriptedNode.ref("0"), ScriptedNode.ref("1")), null, null, null, null);
		TrackerFixture fixture = new TrackerFixture(GOING_ON, resumption).blocks("0before", "0", "1");
		fixture.blocks("0otherbefore", "0b", "1b", "2b").chainEndsAt("2b").connect();
		assertThat(fixture.told).containsExactly("resumed from 1", "reset from 1 to 0b, CHAIN_RESTARTED", "0b", "1b",
				"2b");
	}

	@Test
	void aNodeBelowAllThatIsRememberedIsWaitedFor() {
		TrackerFixture fixture = TrackerFixture.resumed(HALTING, 90, 100, null, null);
		fixture.chainEndsAt("50").connect().timePasses(200);
		assertThat(fixture.told).containsExactly("resumed from 100");
		assertThat(fixture.warnings).hasSize(1).first().asString().contains("below all that was delivered");
		assertThat(fixture.chainEndsAt("101").announce("101").told).containsExactly("resumed from 100", "101");
	}

	@Test
	void theGenesisBlockIsReadAgainOnceTheWalkIsLive() {
		TrackerFixture fixture = TrackerFixture.resumed(GOING_ON, 90, 100, null, null).blocks("0before", "0", "1");
		fixture.chainEndsAt("101").connect();
		assertThat(fixture.asked).contains("number 0");
		fixture.blocks("0otherbefore", "0b", "1b", "2b").disconnect().chainEndsAt("2b").connect().timePasses(30);
		assertThat(fixture.told).containsExactly("resumed from 100", "101", "reset from 101 to 2b, CHAIN_RESTARTED",
				"2b");
	}

	@Test
	void moreMissingHeadsThanAreCaughtUpAreSkipped() {
		TrackerFixture fixture = TrackerFixture.resumed(TrackerFixture.settings(64, 0, 3, false), 90, 100, null, null);
		fixture.chainEndsAt("140").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "101 to 137 skipped, CATCH_UP_LIMIT", "138", "139",
				"140");
	}

	@Test
	void beforeASkipTheReorgIsToldSoThatNothingStaleRemains() {
		TrackerFixture fixture = TrackerFixture.resumed(TrackerFixture.settings(64, 0, 3, false), 90, 100, null, null);
		fixture.blocks("98", "99b").blocks(100, 110, "b").chainEndsAt("110b").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "100 99 void, on 98",
				"99 to 107 skipped, CATCH_UP_LIMIT", "108b", "109b", "110b");
	}

	@Test
	void aRangeThatIsNoLongerServedIsSkipped() {
		TrackerFixture fixture = TrackerFixture.resumed(TrackerFixture.settings(8, 0, Long.MAX_VALUE, false), 93, 100,
				null, null);
		fixture.blocks(200, 300, "").chainEndsAt("150").hidesUpTo(120).connect().timePasses(40);
		assertThat(fixture.told).startsWith("resumed from 100", "101 to 120 skipped, PRUNED", "121").endsWith("150");
	}

	private static TrackerFixture otherChain(TrackerFixture fixture) {
		return fixture.blocks(90, 101, "b").chainEndsAt("101b");
	}

	private static TrackerFixture resumedWithoutReferences() {
		return new TrackerFixture(GOING_ON,
				new Resumption(ScriptedNode.ref("100"), 101, List.of(), null, null, null, null))
			.blocks(90, 110, "");
	}

}
