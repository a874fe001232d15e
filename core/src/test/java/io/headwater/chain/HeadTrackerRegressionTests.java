package io.headwater.chain;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sequences that the simulation found, or that its authors feared: each once broke a
 * rule.
 */
class HeadTrackerRegressionTests {

	private final TrackerFixture fixture = TrackerFixture.following().blocks(90, 140, "").chainEndsAt("100");

	@Test
	void latestIsReadAfterSubscribingEvenIfAHeadComesBeforeTheAnswer() {
		this.fixture.tracker.connected(true);
		this.fixture.denyNext().tell("100").waitsEnd();
		assertThat(this.fixture.asked).containsExactly("latest", "latest");
		this.fixture.answer();
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void aLowerBranchToldWhileAHigherHeadIsSoughtIsTakenAfterIt() {
		this.fixture.blocks("99", "100b").connect().roomFor(0).tell("101").tell("104");
		this.fixture.chainEndsAt("100b").announce("100b").forgetWhatWasTold();
		this.fixture.roomFor(100).timePasses(5);
		assertThat(this.fixture.told).containsExactly("101", "102", "103", "104", "104 103 102 101 100 void, on 99",
				"100b");
	}

	@Test
	void whatWasToldWhileAHigherHeadWasSoughtIsReadAgain() {
		this.fixture.blocks("102", "103b").connect().roomFor(0).tell("101").tell("104");
		this.fixture.chainEndsAt("103b").tell("103b").tell("99").forgetWhatWasTold();
		this.fixture.roomFor(100).answer().timePasses(5);
		assertThat(this.fixture.told).endsWith("104", "104 103 void, on 102", "103b");
	}

	@Test
	void anAncestorOfALowerBranchDoesNotTakeItsPlace() {
		this.fixture.blocks("96", "97b", "98b", "99b");
		this.fixture.chainEndsAt("95").connect().chainEndsAt("100").announce("100").forgetWhatWasTold();
		this.fixture.chainEndsAt("99b").tell("99b").tell("97b").answer().timePasses(5);
		assertThat(this.fixture.told).containsExactly("100 99 98 97 void, on 96", "97b", "98b", "99b");
	}

	@Test
	void aNodeThatStillHasTheTipDoesNotMakeAHigherHeadForgotten() {
		this.fixture.blocks("97", "98b", "99b");
		this.fixture.chainEndsAt("95").connect().chainEndsAt("100").announce("100").forgetWhatWasTold();
		this.fixture.tell("99b").tell("103").answer();
		assertThat(this.fixture.told).containsExactly("101", "102", "103");
	}

	@Test
	void aResetThatLeadsToADeliveredHeadIsTakenBack() {
		TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(4, 0, Long.MAX_VALUE, true))
			.blocks(90, 140, "")
			.blocks("94", "95b", "96b", "97b", "98b", "99b", "100b", "101b");
		fixture.chainEndsAt("95").connect().chainEndsAt("100").announce("100").forgetWhatWasTold();
		fixture.chainEndsAt("101b").tell("101b").answerUntilAsked("number 97");
		assertThat(fixture.asked).endsWith("latest", "number 97");
		fixture.chainEndsAt("101").timePasses(3);
		assertThat(fixture.told).containsExactly("101");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void aSkipWhoseReorgNoLongerHoldsIsSoughtAfresh() {
		TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(64, 0, 3, false)).blocks(90, 140, "")
			.blocks("97", "98b", "99b", "100b", "101b", "102b");
		fixture.chainEndsAt("97").connect().chainEndsAt("100").announce("100").forgetWhatWasTold();
		fixture.chainEndsAt("102b").tell("102b").answerUntilAsked("number 100");
		assertThat(fixture.asked).endsWith("latest", "number 100");
		fixture.disconnect().chainEndsAt("102").connect();
		assertThat(fixture.told).containsExactly("101", "102");
	}

	@Test
	void aBranchThatALinkLedToIsDroppedWhenItIsOrphaned() {
		this.fixture.blocks("99", "100b", "101b").connect();
		this.fixture.hides("100b").chainEndsAt("101b").announce("140").timePasses(2);
		assertThat(this.fixture.asked).contains("hash 100b");
		this.fixture.hides("100b", "101b").chainEndsAt("140").timePasses(12);
		assertThat(this.fixture.told).hasSize(41).endsWith("139", "140");
	}

	@Test
	void aNodeThatDeniesItsNewestHeadTooHasPrunedNothing() {
		this.fixture.blocks(141, 300, "").connect().chainEndsAt("300").tell("300");
		for (int i = 0; i < 200; i++) {
			this.fixture.denyAll().waitsEnd();
		}
		this.fixture.answer();
		assertThat(this.fixture.told).startsWith("100", "101", "102").endsWith("300").hasSize(201);
	}

	@Test
	void timeInWhichTheNodeFailedIsNoTimeInWhichItDenied() {
		this.fixture.blocks(141, 300, "").connect().chainEndsAt("300").tell("300");
		for (int i = 0; i < 200; i++) {
			this.fixture.failAll().waitsEnd();
		}
		this.fixture.denyAllButLatest().timePasses(2);
		assertThat(this.fixture.told).startsWith("100", "101", "102").endsWith("300").hasSize(201);
	}

	@Test
	void orphansOnTheWayDoNotHaltTheWalk() {
		this.fixture.connect();
		for (int top = 115; top > 103; top--) {
			String branch = String.valueOf((char) ('a' + top - 103));
			this.fixture.blocks((top - 1) + branch, top + branch).chainEndsAt(top + branch);
			this.fixture.hides((top - 1) + branch).announce(top + branch).timePasses(12);
		}
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
		this.fixture.hides().chainEndsAt("140").announce("140").timePasses(12);
		assertThat(this.fixture.told).hasSize(41).endsWith("140");
	}

	@Test
	void aHintThatComesWhileLatestIsReadIsFollowedToo() {
		this.fixture.connect();
		for (int number = 101; number <= 104; number++) {
			this.fixture.lie(number).answer();
		}
		assertThat(this.fixture.warnings).hasSize(1);
		this.fixture.forgetWhatWasTold().chainEndsAt("105").tell("105").lateAnswer("106");
		assertThat(this.fixture.told).containsExactly("105", "106");
	}

	@Test
	void whatWasSoughtAsideBeforeAResetIsNotSoughtAfterIt() {
		TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(4, 0, 30, true)).blocks(90, 100, "")
			.blocks("94", "95b")
			.blocks(96, 170, "b");
		fixture.chainEndsAt("95").connect().chainEndsAt("100").announce("100");
		fixture.chainEndsAt("120b").announce("120b");
		assertThat(fixture.told).endsWith("reset from 100 to 97b, BEYOND_WINDOW");
		fixture.chainEndsAt("170b").tell("170b").tracker.acknowledge();
		fixture.answer();
		assertThat(fixture.told).hasSize(6 + 1 + 1 + 30).endsWith("169b", "170b");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void aReadingDoesNotReplaceWhatWasAnnouncedAfterItWasAskedFor() {
		this.fixture.blocks("100", "101b").connect().tell("101").forgetWhatWasTold().tracker.readLatest();
		this.fixture.tell("101b").answerNextWith("101").chainEndsAt("101b").answer();
		assertThat(this.fixture.told).containsExactly("101 void, on 100", "101b");
		assertThat(this.fixture.asked).containsExactly("latest", "latest");
	}

	@Test
	void aReadingDoesNotReplaceATargetThatWasAnnouncedAfterItWasAskedFor() {
		this.fixture.blocks("101", "102b").connect().forgetWhatWasTold().tracker.readLatest();
		this.fixture.tell("102").tell("102b").answerNextWith("102").chainEndsAt("102b").answer();
		assertThat(this.fixture.told).containsExactly("101", "102b");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void theNextHeaderDoesNotWaitAsLongAsTheOneBeforeItHadTo() {
		this.fixture.connect().hides("103").chainEndsAt("104").announce("104").timePasses(6).hides("102").timePasses(1);
		assertThat(this.fixture.waits).endsWith(Duration.ofMillis(6400), Duration.ofMillis(100));
	}

	@Test
	void whatALostConnectionWaitedForEndsNoWaitOfTheNextOne() {
		this.fixture.connect().hides("103").tell("104").denyNext().disconnect();
		this.fixture.tracker.connected(true);
		this.fixture.failNext().forgetWhatWasAsked().tell("106");
		assertThat(this.fixture.asked).isEmpty();
		assertThat(this.fixture.waitsEnd().asked).contains("hash 105");
	}

}
