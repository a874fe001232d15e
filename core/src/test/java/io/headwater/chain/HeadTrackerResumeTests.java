package io.headwater.chain;

import java.time.Duration;
import java.util.List;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Where a stream that has a checkpoint goes on: the rules in {@code docs/design/walk.md}.
 */
class HeadTrackerResumeTests {

	@Test
	@FailureMode(14)
	void aStartFromACheckpointFirstTellsWhereItGoesOn() {
		TrackerFixture fixture = resumedAt100().chainEndsAt("103").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "101", "102", "103");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void aStartToWhichNothingIsNewTellsItToo() {
		TrackerFixture fixture = resumedAt100().chainEndsAt("100").connect();
		assertThat(fixture.told).containsExactly("resumed from 100");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void aNodeThatIsBehindTellsNothingElse() {
		TrackerFixture fixture = resumedAt100().chainEndsAt("97").connect().timePasses(20);
		assertThat(fixture.told).containsExactly("resumed from 100");
		fixture.chainEndsAt("101").announce("101");
		assertThat(fixture.told).containsExactly("resumed from 100", "101");
	}

	@Test
	void itIsAStepOfItsOwnAndWaitsForRoom() {
		TrackerFixture fixture = resumedAt100();
		fixture.room = 0;
		fixture.chainEndsAt("101").connect();
		assertThat(fixture.told).isEmpty();
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.BACKLOGGED);
		fixture.roomFor(1).answer();
		assertThat(fixture.told).containsExactly("resumed from 100");
		fixture.roomFor(1).answer();
		assertThat(fixture.told).containsExactly("resumed from 100", "101");
	}

	@Test
	void itIsToldOnceAndNotAfterAReconnectOrAFailOver() {
		TrackerFixture fixture = resumedAt100().chainEndsAt("100").connect().disconnect().connect().failOver();
		fixture.chainEndsAt("101").announce("101");
		assertThat(fixture.told).containsExactly("resumed from 100", "101");
	}

	@Test
	void aConnectionThatIsLostAtOnceLeavesItToTheNext() {
		TrackerFixture fixture = resumedAt100().chainEndsAt("101");
		fixture.tracker.connected(true);
		fixture.disconnect();
		assertThat(fixture.told).isEmpty();
		assertThat(fixture.connect().told).containsExactly("resumed from 100", "101");
	}

	@Test
	void nothingIsToldBeforeIt() {
		TrackerFixture fixture = resumedAt100().chainEndsAt("101");
		fixture.tracker.connected(true);
		fixture.safe("99").finalized("99");
		assertThat(fixture.told).isEmpty();
		fixture.answer();
		assertThat(fixture.told).startsWith("resumed from 100");
	}

	@Test
	void aStoredCheckpointAlwaysWinsOverTheConfiguredStart() {
		TrackerSettings settings = new TrackerSettings(5L, 64, 0, 4, Long.MAX_VALUE, false, Duration.ofSeconds(10));
		TrackerFixture fixture = TrackerFixture.resumed(settings, 90, 100, null, null);
		fixture.chainEndsAt("101").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "101");
	}

	@Test
	void whatCameAboveTheCheckpointComesAgainPerhapsOfAnotherBranch() {
		TrackerFixture fixture = resumedAt100().blocks("100", "101b", "102b").chainEndsAt("102b").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "101b", "102b");
	}

	@Test
	void aCheckpointThatIsNoLongerCanonicalIsRevertedToTheHighestCommonBlock() {
		TrackerFixture fixture = resumedAt100().blocks("97", "98b", "99b", "100b", "101b").chainEndsAt("101b");
		fixture.connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "100 99 98 void, on 97", "98b", "99b", "100b",
				"101b");
	}

	@Test
	void aBranchOfTheSameHeightIsTakenAtOnce() {
		TrackerFixture fixture = resumedAt100().blocks("99", "100b").chainEndsAt("100b").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "100 void, on 99", "100b");
	}

	@Test
	void aLowerBranchHasToBeInsistedOnAsAfterAFailOver() {
		TrackerFixture fixture = resumedAt100().blocks("97", "98b").chainEndsAt("98b").connect();
		assertThat(fixture.asked).doesNotContain("number 100");
		assertThat(fixture.waits).contains(Duration.ofSeconds(10));
		fixture.timePasses(10);
		assertThat(fixture.told).containsExactly("resumed from 100", "100 99 98 void, on 97", "98b");
	}

	@Test
	void theBranchGoesOnToBeReorganisedAsInALiveWalk() {
		TrackerFixture fixture = resumedAt100().chainEndsAt("102").connect().forgetWhatWasTold();
		fixture.blocks("98", "99b", "100b", "101b", "102b", "103b").chainEndsAt("103b").announce("103b");
		assertThat(fixture.told).containsExactly("102 101 100 99 void, on 98", "99b", "100b", "101b", "102b", "103b");
	}

	@Test
	void aGapLongerThanTheWindowIsFilled() {
		TrackerFixture fixture = TrackerFixture.resumed(TrackerFixture.settings(4, 0, Long.MAX_VALUE, true), 97, 100,
				null, null);
		fixture.chainEndsAt("150").connect();
		assertThat(fixture.told).hasSize(51).startsWith("resumed from 100", "101").endsWith("149", "150");
	}

	@Test
	void tellsItsTipBeforeItIsConnected() {
		assertThat(resumedAt100().tracker.tip()).isEqualTo(ScriptedNode.ref("100"));
	}

	@Test
	void referencesMustLeadToTheCheckpointWithoutHoles() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Resumption(ScriptedNode.ref("5"), 3,
				List.of(ScriptedNode.ref("3"), ScriptedNode.ref("5")), null, null, null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new Resumption(ScriptedNode.ref("5"), 5,
				List.of(ScriptedNode.ref("5b")), null, null, null, null));
	}

	private static TrackerFixture resumedAt100() {
		return TrackerFixture.resumed(TrackerFixture.settings(64, 0, Long.MAX_VALUE, false), 90, 100, null, null);
	}

}
