package io.headwater.chain;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Confirmations, safe and finalized heads after a start from a checkpoint: the rules in
 * {@code docs/design/walk.md}.
 */
class HeadTrackerResumedConfirmationTests {

	@Test
	void theHeadersThatMayStillBeConfirmedAreReadByHashAndConfirmingGoesOn() {
		TrackerFixture fixture = resumed(98L).chainEndsAt("104").connect();
		assertThat(fixture.asked).contains("hash 99", "hash 100").doesNotContain("hash 98");
		assertThat(fixture.told).containsExactly("resumed from 100", "101", "99 confirmed by 2", "102",
				"100 confirmed by 2", "103", "101 confirmed by 2", "104", "102 confirmed by 2");
	}

	@Test
	void theyAreReadWhileThereIsNothingElseToDoSoThatTheNextHeadNeedNotWait() {
		TrackerFixture fixture = resumed(98L).chainEndsAt("100").connect().forgetWhatWasTold();
		fixture.chainEndsAt("101").tell("101");
		assertThat(fixture.told).containsExactly("101", "99 confirmed by 2");
	}

	@Test
	void theNextHeadWaitsUntilTheyAreRead() {
		TrackerFixture fixture = resumed(98L).chainEndsAt("100").hides("99", "100").connect();
		fixture.chainEndsAt("101").hides("99").tell("101").answer();
		assertThat(fixture.told).containsExactly("resumed from 100");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
		fixture.hides().timePasses(1);
		assertThat(fixture.told).containsExactly("resumed from 100", "101", "99 confirmed by 2");
	}

	@Test
	void headersThatAreNotToBeHadAreDoneWithoutAfterAMinute() {
		TrackerFixture fixture = resumed(98L).chainEndsAt("103").hides("99").connect();
		fixture.timePasses(8);
		assertThat(fixture.told).containsExactly("resumed from 100");
		fixture.timePasses(1);
		assertThat(fixture.told).containsExactly("resumed from 100", "101", "102", "100 confirmed by 2", "103",
				"101 confirmed by 2");
		assertThat(fixture.warnings).hasSize(1).first().asString().contains("the headers cannot be had");
		assertThat(fixture.waits.stream().reduce(Duration.ZERO, Duration::plus)).isGreaterThan(Duration.ofSeconds(50));
	}

	@Test
	void aNodeThatFailsOrEndsTheConnectionForThemDoesNotStopTheWalkForEver() {
		TrackerFixture fixture = resumed(98L).chainEndsAt("101");
		for (int connection = 0; connection < 10; connection++) {
			fixture.connectUntilAsked("hash 99").disconnect().forgetWhatWasAsked();
		}
		assertThat(fixture.told).containsExactly("resumed from 100");
		assertThat(fixture.connect().told).containsExactly("resumed from 100", "101");
	}

	@Test
	void aHeaderThatComesInTheEndIsConfirmed() {
		TrackerFixture fixture = resumed(98L).chainEndsAt("101").hides("99").connect().timePasses(5);
		assertThat(fixture.hides().timePasses(1).told).containsExactly("resumed from 100", "101", "99 confirmed by 2");
		assertThat(fixture.warnings).isEmpty();
	}

	@Test
	void anotherHeaderThanWasAskedForIsNotConfirmed() {
		TrackerFixture fixture = resumed(98L).chainEndsAt("101").connectUntilAsked("hash 99");
		fixture.answerNextWith("98").answer().timePasses(2);
		assertThat(fixture.told).containsExactly("resumed from 100", "101", "99 confirmed by 2");
	}

	@Test
	void whatIsRevertedIsNeitherReadNorConfirmed() {
		TrackerFixture fixture = resumed(98L).blocks("99", "100b", "101b").chainEndsAt("101b").connect();
		assertThat(fixture.asked).contains("hash 99").doesNotContain("hash 100");
		assertThat(fixture.told).containsExactly("resumed from 100", "100 void, on 99", "100b", "101b",
				"99 confirmed by 2");
	}

	@Test
	void whatWasConfirmedBeforeIsNotConfirmedAgain() {
		TrackerFixture fixture = resumed(100L).chainEndsAt("103").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "101", "102", "103", "101 confirmed by 2");
	}

	@Test
	void whatIsDueByFewerConfirmationsThanBeforeComesWithTheNextHead() {
		TrackerFixture fixture = resumed(95L).chainEndsAt("101").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "101", "96 confirmed by 2", "97 confirmed by 2",
				"98 confirmed by 2", "99 confirmed by 2");
	}

	@Test
	void whereNothingIsKnownToBeConfirmedOnlyTheNewestHeadsCanBe() {
		TrackerFixture fixture = resumed(null).chainEndsAt("102").connect();
		assertThat(fixture.told).containsExactly("resumed from 100", "101", "99 confirmed by 2", "102",
				"100 confirmed by 2");
	}

	@Test
	void aBlockThatWasNeverDeliveredIsNotConfirmed() {
		TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(64, 2, Long.MAX_VALUE, false),
				new Resumption(ScriptedNode.ref("100"), 101, List.of(), null, 100L, null, null))
			.blocks(90, 110, "");
		assertThat(fixture.chainEndsAt("103").connect().told).containsExactly("resumed from 100", "101", "102", "103",
				"101 confirmed by 2");
	}

	@Test
	void safeAndFinalizedAscendFromWhatWasToldBefore() {
		TrackerFixture fixture = TrackerFixture.resumed(TrackerFixture.settings(64, 0, Long.MAX_VALUE, false), 90, 100,
				null, 95L);
		fixture.chainEndsAt("100").connect().forgetWhatWasTold().safe("95").finalized("94");
		assertThat(fixture.told).isEmpty();
		fixture.safe("97").finalized("96");
		assertThat(fixture.told).containsExactly("97 safe", "96 finalized");
	}

	@Test
	void aReferenceOfAnEarlierRunCountsAsDelivered() {
		TrackerFixture fixture = atCheckpoint(64).finalized("90");
		assertThat(fixture.told).containsExactly("90 finalized");
	}

	@Test
	void whatIsBelowTheFirstHeadOfTheWalkWasNotDelivered() {
		TrackerFixture fixture = TrackerFixture
			.resumedWhole(TrackerFixture.settings(64, 0, Long.MAX_VALUE, false), 90, 100)
			.chainEndsAt("100")
			.connect()
			.forgetWhatWasTold();
		assertThat(fixture.safe("89").finalized("50").told).isEmpty();
	}

	@Test
	void whatIsOlderThanTheReferencesIsToldAsTheNodeTellsIt() {
		assertThat(atCheckpoint(64).finalized("50").told).containsExactly("50 finalized");
	}

	/** Reading each of them costs as much whether there are few or many. */
	@Test
	@Timeout(20)
	void thousandsOfHeadersAreReadAgainInNoTime() {
		TrackerFixture fixture = TrackerFixture
			.resumed(TrackerFixture.settings(8001, 8000, Long.MAX_VALUE, false), 2, 8001, null, null)
			.chainEndsAt("8002")
			.connect();
		assertThat(fixture.told).containsExactly("resumed from 8001", "8002", "2 confirmed by 8000");
	}

	@Test
	void revertingWhatWasToldAsFinalizedBeforeTheRestartIsAViolation() {
		TrackerFixture fixture = TrackerFixture.resumed(TrackerFixture.settings(64, 0, Long.MAX_VALUE, true), 90, 100,
				null, 98L);
		fixture.blocks("97", "98b", "99b", "100b", "101b").chainEndsAt("101b").callsFinalized("98b").connect();
		fixture.timePasses(5);
		assertThat(fixture.told).containsExactly("resumed from 100", "reset from 100 to 98b, FINALITY");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.HALTED);
	}

	private static TrackerFixture atCheckpoint(int window) {
		return TrackerFixture.resumed(TrackerFixture.settings(window, 0, Long.MAX_VALUE, false), 90, 100, null, null)
			.chainEndsAt("100")
			.connect()
			.forgetWhatWasTold();
	}

	/** Two heads confirm a head. */
	private static TrackerFixture resumed(@Nullable Long confirmed) {
		return TrackerFixture.resumed(TrackerFixture.settings(64, 2, Long.MAX_VALUE, false), 90, 100, confirmed, null);
	}

}
