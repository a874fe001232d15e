package io.headwater.chain;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.headwater.HeadOrigin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Heads that are delivered with what belongs to them, or not at all. The walk is at 100,
 * where nothing was wanted.
 */
class HeadTrackerContentTests {

	private static final long THREE_MEGABYTES = 3 << 20;

	private final TrackerFixture fixture = TrackerFixture.following().blocks(1, 400, "");

	@BeforeEach
	void deliver() {
		this.fixture.deliver(90, 100);
		this.fixture.paces.clear();
		this.fixture.waits.clear();
		this.fixture.steps.clear();
		this.fixture.wantsContents();
	}

	@Test
	void aHeadIsHeldBackUntilItsContentIsThere() {
		this.fixture.chainEndsAt("101").announce("101");
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.asked).containsExactly("content 101");
		this.fixture.give("101");
		assertThat(this.fixture.told).containsExactly("101 with logs of 101");
		assertThat(this.fixture.asked).hasSize(1);
	}

	@Test
	void aHeadWhoseContentIsNotWantedIsDeliveredAtOnce() {
		this.fixture.wantsContentsOf("102").chainEndsAt("101").announce("101");
		assertThat(this.fixture.told).containsExactly("101");
		this.fixture.chainEndsAt("102").announce("102").give("102").chainEndsAt("103").announce("103");
		assertThat(this.fixture.told).containsExactly("101", "102 with logs of 102", "103");
		assertThat(this.fixture.asked).containsExactly("content 102");
	}

	@Test
	void anAnnouncedHeadStaysLiveWithTheTimeOfItsArrival() {
		this.fixture.chainEndsAt("101").announce("101").denyContent("101").timePasses(3).give("101");
		WalkStep step = this.fixture.steps.get(0);
		assertThat(step.receivedNanos()).isZero();
		assertThat(this.fixture.elapsed()).isPositive();
		assertThat(step.events())
			.containsExactly(new WalkEvent.Joined(this.fixture.head("101"), HeadOrigin.LIVE, "logs of 101"));
	}

	@Test
	void theWalkStaysLiveWhileAContentIsAskedForTheFirstTime() {
		this.fixture.chainEndsAt("101").announce("101").chainEndsAt("102").announce("102").give("101").give("102");
		assertThat(this.fixture.told).hasSize(2);
		assertThat(this.fixture.paces).isEmpty();
		this.fixture.chainEndsAt("103").announce("103").denyContent("103");
		assertThat(this.fixture.paces).containsExactly("CATCHING_UP: heads are missing, or may be");
		this.fixture.timePasses(1).give("103");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void headsThatComeMeanwhileWaitTheirTurn() {
		this.fixture.chainEndsAt("101").announce("101").chainEndsAt("102").announce("102");
		assertThat(this.fixture.contentsUnderWay()).containsExactly("101", "102");
		this.fixture.give("102");
		assertThat(this.fixture.told).isEmpty();
		this.fixture.give("101");
		assertThat(this.fixture.told).containsExactly("101 with logs of 101", "102 with logs of 102");
		assertThat(this.fixture.asked).containsExactly("content 101", "content 102");
	}

	@Test
	void aHeadThatIsAnnouncedTwiceIsAskedForOnce() {
		this.fixture.chainEndsAt("101").announce("101").announce("101").give("101").announce("101");
		assertThat(this.fixture.told).hasSize(1);
		assertThat(this.fixture.asked).containsExactly("content 101");
	}

	@Test
	void whatIsAbsentIsAskedForAgainAfterTheNewestHead() {
		this.fixture.chainEndsAt("101").announce("101").denyContent("101").answer();
		assertThat(this.fixture.waits).containsExactly(Duration.ofMillis(100));
		this.fixture.waitsEnd();
		assertThat(this.fixture.asked).containsExactly("content 101", "latest", "content 101");
		this.fixture.answer().denyContent("101").waitsEnd();
		assertThat(this.fixture.waits).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
		this.fixture.give("101").answer();
		assertThat(this.fixture.told).containsExactly("101 with logs of 101");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void whatHasFailedIsAskedForAgain() {
		this.fixture.chainEndsAt("101").announce("101").failContent("101").waitsEnd().answer();
		assertThat(this.fixture.contentsUnderWay()).containsExactly("101");
	}

	@Test
	void anOrphanWhoseContentIsAbsentIsGivenUp() {
		this.fixture.blocks("100", "101x").announce("101x").denyContent("101x");
		this.fixture.chainEndsAt("101").timePasses(1).give("101");
		assertThat(this.fixture.told).containsExactly("101 with logs of 101");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
		this.fixture.timePasses(3);
		assertThat(this.fixture.told).hasSize(1);
	}

	@Test
	void aContentThatComesTwiceOrLateOrOverAnotherConnectionChangesNothing() {
		this.fixture.chainEndsAt("101").announce("101");
		ContentRequest request = this.fixture.content("101");
		ContentAnswer answer = ContentAnswer.served("logs of another life", 10, 0);
		this.fixture.disconnect().connect();
		this.fixture.fetched(request, answer);
		assertThat(this.fixture.told).isEmpty();
		request = this.fixture.content("101");
		this.fixture.fetched(request, ContentAnswer.served("logs", 10, 0)).fetched(request, answer);
		assertThat(this.fixture.told).containsExactly("101 with logs");
	}

	@Test
	void aReorgEntersWithTheContentOfItsFirstHead() {
		this.fixture.blocks("98", "99x", "100x", "101x").chainEndsAt("101x").announce("101x");
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.contentsUnderWay()).containsExactly("99x", "100x", "101x");
		this.fixture.give("101x").give("100x").give("99x");
		assertThat(this.fixture.told).containsExactly("100 99 void, on 98", "99x with logs of 99x",
				"100x with logs of 100x", "101x with logs of 101x");
	}

	@Test
	void aContentSurvivesAReorgOfThePathForItsOwnHeadOnly() {
		this.fixture.chainEndsAt("103").announce("103").give("103").give("102");
		this.fixture.blocks("101", "102x", "103x", "104x").chainEndsAt("104x").announce("104x");
		assertThat(this.fixture.contentsUnderWay()).containsExactly("101", "102x", "103x", "104x");
		this.fixture.giveAll();
		assertThat(this.fixture.told).containsExactly("101 with logs of 101", "102x with logs of 102x",
				"103x with logs of 103x", "104x with logs of 104x");
	}

	@Test
	void aContentIsNotAskedForAgainWhenThePathComesBack() {
		this.fixture.chainEndsAt("102").announce("102").give("102");
		this.fixture.blocks("100", "101x", "102x").chainEndsAt("102x").announce("102x");
		this.fixture.chainEndsAt("103").announce("103").giveAll();
		assertThat(this.fixture.told).endsWith("102 with logs of 102", "103 with logs of 103");
		assertThat(this.fixture.asked).containsOnlyOnce("content 102");
	}

	@Test
	void aLongGapIsFilledWithAsManyContentsAtATimeAsRequestsMayBeUnderWay() {
		this.fixture.chainEndsAt("160").announce("160");
		assertThat(this.fixture.contentsUnderWay()).containsExactly("101", "102", "103", "104");
		this.fixture.give("101");
		assertThat(this.fixture.contentsUnderWay()).containsExactly("102", "103", "104", "105");
		this.fixture.giveAll();
		assertThat(this.fixture.told).hasSize(60).startsWith("101 with logs of 101").endsWith("160 with logs of 160");
		assertThat(this.fixture.asked).doesNotHaveDuplicates();
	}

	@Test
	void whatIsToComeLaterIsAskedForAgainOnceItIsNext() {
		this.fixture.chainEndsAt("103").announce("103").denyContent("102").denyContent("103");
		assertThat(this.fixture.contentsUnderWay()).containsExactly("101");
		assertThat(this.fixture.waits).isEmpty();
		this.fixture.give("101");
		assertThat(this.fixture.contentsUnderWay()).containsExactly("102");
		this.fixture.giveAll();
		assertThat(this.fixture.told).hasSize(3);
	}

	@Test
	void contentsThatWaitTakeFourMegabytesTogetherOrAreOne() {
		this.fixture.chainEndsAt("120").announce("120");
		this.fixture.give("104", THREE_MEGABYTES).give("103", THREE_MEGABYTES).give("102", THREE_MEGABYTES);
		this.fixture.forgetWhatWasAsked().give("101", THREE_MEGABYTES);
		assertThat(this.fixture.told).containsExactly("101 with logs of 101", "102 with logs of 102");
		assertThat(this.fixture.asked.stream().filter((asked) -> asked.startsWith("content")))
			.containsExactly("content 103");
		this.fixture.giveAll();
		assertThat(this.fixture.told).hasSize(20);
	}

	@Test
	void aContentThatIsThereWaitsForRoom() {
		this.fixture.roomFor(0).chainEndsAt("101").announce("101").give("101");
		assertThat(this.fixture.told).isEmpty();
		this.fixture.roomFor(5);
		this.fixture.giveAll();
		assertThat(this.fixture.told).containsExactly("101 with logs of 101");
		assertThat(this.fixture.asked).containsOnlyOnce("content 101");
	}

	@Test
	void aHeadThatFollowsTheTipDoesNotWaitForWhatNobodyVouchesFor() {
		this.fixture.chainEndsAt("100").claim(1_000_000, "lie", "parent of lie").answer();
		this.fixture.chainEndsAt("102").tell("101").tell("102");
		this.fixture.give("101").give("102");
		assertThat(this.fixture.told).containsExactly("101 with logs of 101", "102 with logs of 102");
	}

	@Test
	void aLieThatFollowsTheTipIsNotDelivered() {
		this.fixture.claim(101, "101lie", "100").answer().denyContent("101lie").timePasses(1).denyContent("101lie");
		this.fixture.chainEndsAt("102").announce("102").giveAll();
		assertThat(this.fixture.told).containsExactly("101 with logs of 101", "102 with logs of 102");
	}

	@Test
	void aNodeThatAnnouncesOtherHashesThanItServesIsFoundOut() {
		for (long number = 101; number < 104; number++) {
			this.fixture.lie(number).denyContent(number + "lie").timePasses(1);
			this.fixture.give("" + number).answer();
		}
		assertThat(this.fixture.told).hasSize(3);
		assertThat(this.fixture.warnings).singleElement().asString().contains("announces other hashes");
		this.fixture.lie(104).answer().give("104");
		assertThat(this.fixture.told).endsWith("104 with logs of 104");
		assertThat(this.fixture.asked).doesNotContain("content 104lie");
	}

	@Test
	void theFirstHeadWaitsForItsContentToo() {
		TrackerFixture fixture = TrackerFixture.following().blocks(1, 120, "").wantsContents();
		fixture.chainEndsAt("100").connect();
		assertThat(fixture.told).isEmpty();
		fixture.chainEndsAt("101").announce("101").chainEndsAt("102").announce("102");
		fixture.giveAll();
		assertThat(fixture.told).endsWith("101 with logs of 101", "102 with logs of 102");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void aReplayDeliversWithContents() {
		this.fixture.tracker.replay(98);
		this.fixture.giveAll();
		assertThat(this.fixture.told).containsExactly("reset from 100 to 98, REPLAY", "98 replay with logs of 98",
				"99 replay with logs of 99", "100 replay with logs of 100");
	}

	@Test
	void aHeadThatIsHeldBackForLongIsToldSoThatAnotherNodeMayBeTried() {
		this.fixture.chainEndsAt("101").announce("101");
		while (this.fixture.elapsed().compareTo(Duration.ofSeconds(10)) < 0) {
			assertThat(this.fixture.withheld).isEmpty();
			this.fixture.failContent("101").waitsEnd().answer();
		}
		this.fixture.failContent("101");
		assertThat(this.fixture.withheld).containsExactly(101L);
		this.fixture.waitsEnd().answer().give("101").chainEndsAt("102").announce("102").failContent("102");
		assertThat(this.fixture.withheld).hasSize(1);
	}

	@Test
	void whatIsDeniedForFiveMinutesFarBelowTheNewestHeadIsPruned() {
		this.fixture.chainEndsAt("200").announce("200");
		while (this.fixture.told.isEmpty()) {
			assertThat(this.fixture.elapsed()).isLessThan(Duration.ofMinutes(8));
			this.fixture.denyContents().waitsEnd().answer();
		}
		assertThat(this.fixture.elapsed()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
		for (int i = 0; i < 40; i++) {
			this.fixture.denyContents().answer();
		}
		assertThat(this.fixture.told).startsWith("101 with PRUNED", "102 with PRUNED").hasSizeGreaterThan(30);
		this.fixture.timePasses(2).giveAll();
		assertThat(this.fixture.told).hasSize(100).endsWith("200 with logs of 200");
		assertThat(this.fixture.told.subList(40, 100)).noneMatch((told) -> told.contains("PRUNED"));
	}

	@Test
	void whereOthersArePrunedAContentIsAskedForFourTimesBeforeItIsGivenUp() {
		this.fixture.chainEndsAt("200").announce("200");
		while (this.fixture.told.isEmpty()) {
			this.fixture.denyContents().waitsEnd().answer();
		}
		int next = 101 + this.fixture.told.size();
		String name = String.valueOf(next);
		int times = 0;
		while (this.fixture.contentsUnderWay().contains(name) && times < 10) {
			this.fixture.denyContent(name);
			times++;
		}
		assertThat(times).isBetween(1, 4);
		assertThat(this.fixture.told).endsWith(name + " with PRUNED");
		this.fixture.denyContent("" + (next + 1)).give("" + (next + 1));
		assertThat(this.fixture.told).endsWith((next + 1) + " with logs of " + (next + 1));
	}

	@Test
	void whatIsServedEndsThatOthersArePruned() {
		this.fixture.chainEndsAt("200").announce("200");
		while (this.fixture.told.isEmpty()) {
			this.fixture.denyContents().waitsEnd().answer();
		}
		String next = (this.fixture.told.size() + 101) + "";
		while (!this.fixture.contentsUnderWay().contains(next)) {
			this.fixture.waitsEnd().answer();
		}
		this.fixture.give(next);
		int told = this.fixture.told.size();
		for (int i = 0; i < 10; i++) {
			this.fixture.denyContents().waitsEnd().answer();
		}
		assertThat(this.fixture.told).hasSizeLessThanOrEqualTo(told);
	}

	@Test
	void anAnnouncementMakesNothingPruned() {
		this.fixture.chainEndsAt("200").announce("200");
		while (this.fixture.told.isEmpty()) {
			this.fixture.denyContents().waitsEnd().answer();
		}
		for (int i = 0; i < 200; i++) {
			this.fixture.claim(1_000_000, "lie", "parent of lie").denyContents().waitsEnd().answer();
		}
		assertThat(this.fixture.told).noneMatch((told) -> told.startsWith("137"));
	}

	@Test
	void whatIsDeniedNearTheNewestHeadIsNeverPruned() {
		this.fixture.chainEndsAt("164").announce("164");
		while (this.fixture.elapsed().compareTo(Duration.ofHours(1)) < 0) {
			this.fixture.denyContents().waitsEnd().answer();
		}
		assertThat(this.fixture.told).isEmpty();
	}

	@Test
	void theFirstServedBlockHasItsContentToo() {
		this.fixture.hidesUpTo(120).chainEndsAt("300").announce("300");
		for (int i = 0; i < 200 && this.fixture.told.isEmpty(); i++) {
			this.fixture.waitsEnd().answer();
			for (String name : this.fixture.contentsUnderWay()) {
				if (Integer.parseInt(name) <= 150) {
					this.fixture.denyContent(name);
				}
				else {
					this.fixture.give(name);
				}
			}
		}
		assertThat(this.fixture.told).first().isEqualTo("101 to 150 skipped, PRUNED");
		this.fixture.giveAll();
		assertThat(this.fixture.told).hasSize(151).endsWith("300 with logs of 300");
	}

	@Test
	void aNodeThatGivesNoContentsDoesNotHoldUpTheSearchForTheFirstServedBlock() {
		this.fixture.hidesUpTo(120).chainEndsAt("300").announce("300");
		for (int i = 0; i < 300 && this.fixture.withheld.isEmpty(); i++) {
			this.fixture.waitsEnd().answer();
			this.fixture.contentsUnderWay().forEach(this.fixture::failContent);
		}
		assertThat(this.fixture.withheld).containsExactly(121L);
		this.fixture.timePasses(2).giveAll();
		assertThat(this.fixture.told).startsWith("101 to 120 skipped, PRUNED", "121 with logs of 121");
	}

	@Test
	void headersThatOnlyAnnouncementsVouchForAreFetchedAgainWhereContentsAreDenied() {
		this.fixture.blocks("100", "101x").chainEndsAt("103");
		this.fixture.claim(102, "102", "101x").tell("103").answer();
		for (int i = 0; i < 12 && this.fixture.told.isEmpty(); i++) {
			for (String name : this.fixture.contentsUnderWay()) {
				if (name.endsWith("x")) {
					this.fixture.denyContent(name);
				}
				else {
					this.fixture.give(name);
				}
			}
			this.fixture.waitsEnd().answer();
		}
		this.fixture.giveAll();
		assertThat(this.fixture.told).containsExactly("101 with logs of 101", "102 with logs of 102",
				"103 with logs of 103");
	}

	@Test
	void aBranchThatWasFoundByNumberIsGivenUpWhereItsContentsAreDenied() {
		this.fixture.blocks("98", "99x", "100x").blocks(101, 140, "x").chainEndsAt("140x").announce("140x");
		assertThat(this.fixture.contentsUnderWay()).startsWith("99x");
		this.fixture.blocks("98", "99y", "100y").blocks(101, 150, "y").chainEndsAt("150y");
		this.fixture.hides("99x", "100x", "101x");
		for (int i = 0; i < 12; i++) {
			this.fixture.denyContents().waitsEnd().answer();
		}
		this.fixture.giveAll();
		assertThat(this.fixture.told).startsWith("100 99 void, on 98", "99y with logs of 99y")
			.endsWith("150y with logs of 150y");
	}

	@Test
	void contentsHaveNothingToDoWithHeadersThatDoNotLink() {
		this.fixture.chainEndsAt("101").announce("101");
		for (int i = 0; i < 40; i++) {
			this.fixture.denyContents().waitsEnd().answer();
		}
		assertThat(this.fixture.unlinked).isEmpty();
		assertThat(this.fixture.warnings).isEmpty();
		this.fixture.giveAll();
		assertThat(this.fixture.steps.get(0).events()).extracting((event) -> ((WalkEvent.Joined) event).origin())
			.isEqualTo(List.of(HeadOrigin.LIVE));
		assertThat(Objects.requireNonNull(this.fixture.tracker.tip()).number()).isEqualTo(101);
	}

}
