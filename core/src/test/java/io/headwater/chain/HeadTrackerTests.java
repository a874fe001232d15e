package io.headwater.chain;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The walk and its tip: the rules in {@code docs/design/walk.md}.
 */
class HeadTrackerTests {

	private final TrackerFixture fixture = TrackerFixture.following();

	@BeforeEach
	void theWalkBeganAt98AndIsAt100() {
		this.fixture.blocks(50, 200, "").blocks("99", "100b", "101b", "102b", "103b");
		this.fixture.chainEndsAt("98").connect().chainEndsAt("100").announce("100").forgetWhatWasTold();
	}

	@Test
	void latestIsReadAndDeliveredRightAfterSubscribing() {
		TrackerFixture fixture = TrackerFixture.following().blocks(90, 100, "").chainEndsAt("100").connect();
		assertThat(fixture.asked).containsExactly("latest", "number 0");
		assertThat(fixture.told).containsExactly("100");
	}

	@Test
	void aStartNumberIsDeliveredFirstAndTheRestUpToLatestAfterIt() {
		TrackerFixture fixture = new TrackerFixture(
				new TrackerSettings(95L, 64, 0, 4, Long.MAX_VALUE, false, Duration.ofSeconds(10)));
		fixture.blocks(90, 100, "").chainEndsAt("100").connect();
		assertThat(fixture.told).containsExactly("95", "96", "97", "98", "99", "100");
	}

	@Test
	void aStartNumberAboveTheNodesHeadIsWaitedFor() {
		TrackerFixture fixture = new TrackerFixture(
				new TrackerSettings(102L, 64, 0, 4, Long.MAX_VALUE, false, Duration.ofSeconds(10)));
		fixture.blocks(90, 110, "").chainEndsAt("100").connect().chainEndsAt("101").announce("101");
		assertThat(fixture.told).isEmpty();
		fixture.chainEndsAt("103").announce("103");
		assertThat(fixture.told).containsExactly("102", "103");
	}

	@Test
	void whatIsAnnouncedWhileTheNewestHeadIsReadForTheFirstTimeIsDelivered() {
		TrackerFixture fixture = new TrackerFixture(
				new TrackerSettings(null, 64, 0, 4, Long.MAX_VALUE, false, Duration.ofSeconds(10)));
		fixture.blocks(90, 130, "").chainEndsAt("120").connectUntilAsked("latest");
		fixture.tell("101").tell("102").tell("120").answer();
		assertThat(fixture.told).hasSize(20).startsWith("101", "102", "103").endsWith("120");
	}

	@Test
	void anOldNumberThatIsAnnouncedFirstIsNotWhereTheWalkBegins() {
		TrackerFixture fixture = new TrackerFixture(
				new TrackerSettings(null, 64, 0, 4, Long.MAX_VALUE, false, Duration.ofSeconds(10)));
		fixture.blocks(20, 130, "").chainEndsAt("120").connectUntilAsked("latest");
		fixture.tell("30").answer();
		assertThat(fixture.told).containsExactly("120");
	}

	@Test
	void aHeadThatExtendsTheTipIsDeliveredAtOnceAndNothingIsAsked() {
		this.fixture.announce("101").announce("102");
		assertThat(this.fixture.told).containsExactly("101", "102");
		assertThat(this.fixture.asked).isEmpty();
	}

	@Test
	void theMissingHeadsOfABurstAreDeliveredBeforeItsLast() {
		this.fixture.announce("104");
		assertThat(this.fixture.told).containsExactly("101", "102", "103", "104");
		assertThat(this.fixture.asked).containsExactly("hash 103", "hash 102", "hash 101");
	}

	@Test
	void aLongGapIsFilledUpwardsByNumber() {
		this.fixture.chainEndsAt("200").announce("200");
		assertThat(this.fixture.told).hasSize(100).startsWith("101", "102").endsWith("199", "200");
		assertThat(this.fixture.asked).startsWith("latest", "number 101", "number 102", "number 103", "number 104");
	}

	@Test
	void aReorgRevertsExactlyTheHeadsAboveTheAncestorNewestFirst() {
		this.fixture.announce("101").announce("102").forgetWhatWasTold();
		this.fixture.announce("103b");
		assertThat(this.fixture.told).containsExactly("102 101 100 void, on 99", "100b", "101b", "102b", "103b");
	}

	@Test
	void aReorgToABranchAsHighAsTheTipIsToldAtOnce() {
		this.fixture.announce("100b");
		assertThat(this.fixture.told).containsExactly("100 void, on 99", "100b");
	}

	@Test
	void aBranchThatRevertsNothingIsNoReorg() {
		this.fixture.blocks("100", "101e", "102e").announce("102e");
		assertThat(this.fixture.told).containsExactly("101e", "102e");
	}

	@Test
	void aReorgAndBackIsToldBothTimes() {
		this.fixture.announce("101b").announce("102").announce("103b");
		assertThat(this.fixture.told).containsExactly("100 void, on 99", "100b", "101b", "101b 100b void, on 99", "100",
				"101", "102", "102 101 100 void, on 99", "100b", "101b", "102b", "103b");
	}

	@Test
	void aReorgThatReachesTheFirstHeadRevertsAllOfTheWalk() {
		this.fixture.blocks("96", "97c", "98c", "99c", "100c").announce("100c");
		assertThat(this.fixture.told).containsExactly("100 99 98 void, on 97c", "98c", "99c", "100c");
	}

	@Test
	void afterAllOfTheWalkWasRevertedTheNextReorgReachesAsFar() {
		this.fixture.blocks("96", "97c", "98c", "99c", "100c").blocks("96", "97d", "98d", "99d", "100d");
		this.fixture.announce("100c").forgetWhatWasTold().announce("100d");
		assertThat(this.fixture.told).containsExactly("100c 99c 98c void, on 97d", "98d", "99d", "100d");
	}

	@Test
	void aBranchThatChangesWhileItIsFetchedIsToldAsItIsThen() {
		this.fixture.blocks("100b", "101e", "102e", "103e");
		this.fixture.tell("102b").answerNext().tell("103e").answer();
		assertThat(this.fixture.told).containsExactly("100 void, on 99", "100b", "101e", "102e", "103e");
	}

	@Test
	void theTipIsTheLastHeadThatEnteredTheQueueNotTheLastAnnounced() {
		this.fixture.roomFor(1).announce("103");
		assertThat(this.fixture.tracker.tip()).isEqualTo(this.fixture.head("101").ref());
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.BACKLOGGED);
	}

	@Test
	void aStepThatFindsNoRoomHasChangedNothing() {
		this.fixture.roomFor(0).announce("100b");
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.tracker.tip()).isEqualTo(this.fixture.head("100").ref());
		this.fixture.announce("101").roomFor(10).answer();
		assertThat(this.fixture.told).containsExactly("101");
	}

	@Test
	void withoutRoomOnlyTheNewestAnnouncementIsKeptAndNothingIsAsked() {
		this.fixture.roomFor(0).announce("101").announce("102").announce("103b").announce("104").announce("103");
		assertThat(this.fixture.asked).isEmpty();
		this.fixture.roomFor(10).answer();
		assertThat(this.fixture.told).containsExactly("101", "102", "103", "104");
	}

	@Test
	void aBurstThatEndsWhileTheQueueIsFullIsDeliveredToItsEndWithoutAnotherAnnouncement() {
		this.fixture.roomFor(1).chainEndsAt("160").announce("101").announce("102").announce("160");
		this.fixture.roomFor(20).answer().roomFor(20).answer().roomFor(20).answer();
		assertThat(this.fixture.told).hasSize(60).startsWith("101", "102").endsWith("159", "160");
	}

	@Test
	void aReorgWhileTheQueueIsFullIsToldFromTheTipOfTheQueue() {
		this.fixture.roomFor(0).announce("101").announce("103b");
		this.fixture.roomFor(20).answer();
		assertThat(this.fixture.told).containsExactly("100 void, on 99", "100b", "101b", "102b", "103b");
	}

	@Test
	void whatWasMissedWhileDisconnectedIsCaughtUpFromLatest() {
		this.fixture.disconnect().chainEndsAt("103b").connect();
		assertThat(this.fixture.told).containsExactly("100 void, on 99", "100b", "101b", "102b", "103b");
	}

	@Test
	void anAnswerOfAnEarlierConnectionIsIgnored() {
		this.fixture.tell("102").disconnect();
		this.fixture.tracker.fetched(
				new HeaderRequest(2, HeaderRequest.Kind.BY_HASH, 101, this.fixture.head("101").hash()),
				HeaderAnswer.served(this.fixture.head("101"), 0));
		assertThat(this.fixture.told).isEmpty();
	}

}
