package io.headwater.chain;

import java.time.Duration;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is not a reorg, and what may be one: the rules in {@code docs/design/walk.md}.
 */
class HeadTrackerNoReorgTests {

	private final TrackerFixture fixture = TrackerFixture.following();

	@BeforeEach
	void theWalkBeganAt90AndIsAt100() {
		this.fixture.blocks(80, 140, "").blocks("97", "98b", "99b", "100b", "101b");
		this.fixture.chainEndsAt("90").connect().chainEndsAt("100").announce("100").forgetWhatWasTold();
	}

	@Test
	@FailureMode(6)
	void aHeadThatWasDeliveredTellsNothing() {
		this.fixture.announce("100").announce("100");
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.asked).isEmpty();
	}

	@Test
	@FailureMode(8)
	void anAncestorOfTheTipTellsNothing() {
		this.fixture.announce("95").announce("90").timePasses(5);
		assertThat(this.fixture.told).isEmpty();
	}

	@Test
	@FailureMode(7)
	void aHeadThatTheNodeDeniesIsAskedForAgainMoreAndMoreSeldom() {
		this.fixture.waits.clear();
		this.fixture.hides("101").chainEndsAt("102").announce("102").timePasses(12);
		assertThat(this.fixture.waits)
			.startsWith(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400))
			.contains(Duration.ofSeconds(30))
			.allMatch((wait) -> wait.compareTo(Duration.ofSeconds(30)) <= 0);
		this.fixture.hides().timePasses(1);
		assertThat(this.fixture.told).containsExactly("101", "102");
	}

	@Test
	void aWayBackFromAnOrphanIsDroppedAndBegunFromLatest() {
		this.fixture.hides("101b").blocks("101b", "102b").announce("102b").chainEndsAt("101").timePasses(12);
		assertThat(this.fixture.told).containsExactly("101");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void aLowerBranchIsTakenWhenTheNodeHasDeniedTheTipThreeTimesInTwoSeconds() {
		this.fixture.waits.clear();
		this.fixture.chainEndsAt("99b").announce("99b").timePasses(1);
		assertThat(this.fixture.told).isEmpty();
		this.fixture.timePasses(1);
		assertThat(this.fixture.asked).startsWith("number 100", "number 100", "number 100");
		assertThat(this.fixture.waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
		assertThat(this.fixture.told).containsExactly("100 99 98 void, on 97", "98b", "99b");
	}

	@Test
	@FailureMode(8)
	void aLowerBranchIsNotTakenFromANodeThatStillServesTheTip() {
		this.fixture.announce("99b").timePasses(5);
		assertThat(this.fixture.asked).containsExactly("number 100");
		assertThat(this.fixture.told).isEmpty();
	}

	@Test
	void aLowerBranchIsNotTakenFromANodeThatServesTheTipAtTheSecondTime() {
		this.fixture.hides("100").announce("99b").hides().timePasses(5);
		assertThat(this.fixture.told).isEmpty();
	}

	@Test
	void aQuestionForTheTipThatFailsIsNoDenial() {
		this.fixture.chainEndsAt("99b").tell("99b");
		this.fixture.failNext().waitsEnd().failNext().waitsEnd().failNext().waitsEnd();
		assertThat(this.fixture.told).isEmpty();
		this.fixture.answer().timePasses(2);
		assertThat(this.fixture.told).containsExactly("100 99 98 void, on 97", "98b", "99b");
	}

	@Test
	void aRolledBackChainTellsNothingUntilItGrowsOnAnotherBranch() {
		this.fixture.chainEndsAt("97").announce("97").timePasses(5);
		assertThat(this.fixture.told).isEmpty();
		this.fixture.chainEndsAt("98b").announce("98b").timePasses(5);
		assertThat(this.fixture.told).containsExactly("100 99 98 void, on 97", "98b");
	}

	@Test
	void afterAFailOverALowerBranchIsTakenOnlyAfterSomeTime() {
		this.fixture.disconnect().chainEndsAt("99b").waits.clear();
		this.fixture.tracker.connected(false);
		this.fixture.answer();
		assertThat(this.fixture.asked).containsExactly("latest");
		assertThat(this.fixture.waits).containsExactly(Duration.ofSeconds(10));
		this.fixture.timePasses(3);
		assertThat(this.fixture.told).containsExactly("100 99 98 void, on 97", "98b", "99b");
	}

	@Test
	void afterAFailOverABranchAsHighAsTheTipIsTakenAtOnce() {
		this.fixture.disconnect().chainEndsAt("100b").tracker.connected(false);
		this.fixture.answer();
		assertThat(this.fixture.told).containsExactly("100 99 98 void, on 97", "98b", "99b", "100b");
	}

	@Test
	@FailureMode(20)
	void aNodeWhoseHashesDifferThreeTimesInARowIsFollowedByWhatItServes() {
		for (int number = 101; number <= 106; number++) {
			this.fixture.lie(number).answer();
		}
		assertThat(this.fixture.warnings).hasSize(1);
		assertThat(this.fixture.told).endsWith("103lie void, on 102", "103", "104", "105", "106");
	}

	@Test
	void aBrokenLinkFetchesAgainFromTheLastGoodHead() {
		this.fixture.blocks("102x", "103x").chainEndsAt("140").tell("140");
		this.fixture.answerNext()
			.answerNext()
			.answerNext()
			.chainEndsAt("103x")
			.answerNext()
			.chainEndsAt("140")
			.answer();
		assertThat(this.fixture.told).hasSize(40).startsWith("101", "102", "103").endsWith("140");
	}

	@Test
	void aLinkThatIsBrokenBelowTheLastGoodHeadIsAReorg() {
		this.fixture.blocks("99b", "100b").blocks(101, 140, "b").blocks("100b", "101b").chainEndsAt("140b");
		this.fixture.announce("140b");
		assertThat(this.fixture.told).hasSize(44).startsWith("100 99 98 void, on 97", "98b", "99b", "100b", "101b");
	}

	@Test
	@FailureMode(44)
	void headersThatDoNotLinkNeverHaltAndAreToldOfAfterTenRounds() {
		this.fixture.blocks("100x", "101y").chainEndsAt("140").serves("101y").announce("140").timePasses(100);
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
		assertThat(this.fixture.warnings).singleElement().asString().contains("do not link at block 101");
		assertThat(this.fixture.unlinked).hasSizeGreaterThan(3).containsOnly(101L);
		assertThat(this.fixture.waits).contains(Duration.ofSeconds(30))
			.allMatch((wait) -> wait.compareTo(Duration.ofSeconds(30)) <= 0);
		this.fixture.chainEndsAt("140").timePasses(12);
		assertThat(this.fixture.told).hasSize(40).endsWith("140");
	}

	@Test
	@FailureMode(44)
	void headersOfAShortGapThatDoNotLinkAreToldOfToo() {
		this.fixture.blocks("100x", "101y").chainEndsAt("101y").announce("101y").timePasses(200);
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
		assertThat(this.fixture.unlinked).isNotEmpty().containsOnly(101L);
		assertThat(this.fixture.warnings).hasSize(1);
	}

	@Test
	@FailureMode(44)
	void aServedHeaderThatContradictsTheTipNeitherHaltsNorIsAskedForWithoutPause() {
		this.fixture.withoutParent("100n").chainEndsAt("100n").announce("100n");
		this.fixture.tracker.readLatest();
		this.fixture.answer().timePasses(30);
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
		assertThat(this.fixture.unlinked).isNotEmpty().containsOnly(100L);
		assertThat(this.fixture.asked).hasSizeLessThan(60);
	}

	@Test
	void anotherConnectionIsAnotherChanceForHeadersToLink() {
		this.fixture.blocks("100x", "101y").chainEndsAt("140").serves("101y").announce("140");
		for (int i = 0; i < 10; i++) {
			this.fixture.timePasses(12).disconnect().connect();
		}
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
	}

	@Test
	@FailureMode(44)
	void anotherNodeIsAnotherChanceForHeadersToLink() {
		this.fixture.blocks("100x", "101y").chainEndsAt("140").serves("101y").announce("140").timePasses(100);
		this.fixture.unlinked.clear();
		this.fixture.disconnect();
		this.fixture.tracker.connected(false);
		this.fixture.answer().timePasses(4);
		assertThat(this.fixture.unlinked).isEmpty();
		this.fixture.chainEndsAt("140").timePasses(4);
		assertThat(this.fixture.told).hasSize(40).endsWith("140");
	}

	@Test
	void aBranchThatTheNodeServesAtTheTipsNumberIsTakenInsteadOfALowerOne() {
		this.fixture.chainEndsAt("101b").announce("99b").timePasses(1);
		assertThat(this.fixture.told).isEmpty();
		this.fixture.timePasses(1);
		assertThat(this.fixture.told).containsExactly("100 99 98 void, on 97", "98b", "99b", "100b");
	}

	@Test
	void blocksThatNameNoParentAreFollowedByTheirNumbers() {
		this.fixture.withoutParent("101n", "102n").blocks("102n", "103n");
		this.fixture.chainEndsAt("103n").serves("102n").serves("101n").announce("103n");
		assertThat(this.fixture.told).containsExactly("101n", "102n", "103n");
	}

	@Test
	void aHeaderWithAFalseParentIsFetchedAgain() {
		this.fixture.chainEndsAt("103").tell("103").answerNextWithFalseParent().timePasses(12);
		assertThat(this.fixture.told).containsExactly("101", "102", "103");
	}

	@Test
	void aHeaderThatDidNotLinkIsForgottenOnceTheTipIsExtended() {
		this.fixture.chainEndsAt("140").serves("101b").tell("140").answerUntilAsked("hash 100b");
		this.fixture.denyAll().serves("101").tell("101").tell("102").tell("103");
		assertThat(this.fixture.told).containsExactly("101", "102", "103");
		this.fixture.forgetWhatWasAsked().timePasses(3);
		assertThat(this.fixture.told).endsWith("139", "140");
		assertThat(this.fixture.asked).hasSizeLessThan(200);
	}

	@Test
	void anotherHeaderThanAskedForIsNotTaken() {
		this.fixture.tell("102").answerNextWith("100b").timePasses(2);
		assertThat(this.fixture.told).containsExactly("101", "102");
		assertThat(this.fixture.warnings).hasSize(1);
	}

}
