package io.headwater.chain;

import java.time.Duration;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A chain that is lower than all that is remembered: the rules in
 * {@code docs/design/walk.md}, for a node that may be far behind.
 */
class HeadTrackerLowChainTests {

	private static final int LONG_ENOUGH = 12;

	private final TrackerFixture fixture = TrackerFixture.following();

	@BeforeEach
	void theWalkBeganAt90AndIsAt100() {
		this.fixture.blocks("0before", "0")
			.blocks(1, 140, "")
			.blocks("69", "70b")
			.blocks(71, 100, "b")
			.blocks("70b", "71b");
		this.fixture.blocks("0otherbefore", "0c").blocks(1, 100, "c").deliver(90, 100);
		this.fixture.paces.clear();
	}

	@Test
	void whileTheNodeIsBelowTheFirstHeadTheWalkIsNotLive() {
		this.fixture.chainEndsAt("75b").announce("75b");
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
		assertThat(this.fixture.paces).singleElement().asString().contains("below all that is remembered");
	}

	@Test
	void aNodeThatStillServesTheFirstHeadIsNotLow() {
		this.fixture.announce("75");
		assertThat(this.fixture.asked).containsExactly("number 90");
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
		this.fixture.announce("101");
		assertThat(this.fixture.told).containsExactly("101");
	}

	@Test
	@FailureMode(25)
	void aChainThatHasBecomeLowerIsAResetToItsNewestHeadWhenItHasBeenSoForLongEnough() {
		this.fixture.waits.clear();
		this.fixture.chainEndsAt("75b").announce("75b").timePasses(9);
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.waits).hasSize(10).containsOnly(Duration.ofSeconds(1));
		this.fixture.chainEndsAt("76b").timePasses(1);
		assertThat(this.fixture.told).containsExactly("reset from 100 to 76b, BEYOND_WINDOW", "76b");
		this.fixture.announce("77b");
		assertThat(this.fixture.told).endsWith("76b", "77b");
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
	}

	@Test
	void byDefaultAChainThatHasBecomeLowerHaltsTheWalk() {
		TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(64, 0, Long.MAX_VALUE, true));
		fixture.blocks(60, 140, "").blocks("69", "70b").blocks(71, 100, "b").blocks("70b", "71b").deliver(90, 100);
		fixture.chainEndsAt("75b").announce("75b").timePasses(LONG_ENOUGH);
		assertThat(fixture.told).containsExactly("reset from 100 to 75b, BEYOND_WINDOW");
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.HALTED);
		fixture.chainEndsAt("77b").tracker.acknowledge();
		fixture.answer();
		assertThat(fixture.told).endsWith("75b", "76b", "77b");
	}

	@Test
	void oneAnswerThatTheNodeHasTheFirstHeadBeginsTheWaitAnew() {
		this.fixture.chainEndsAt("75b").announce("75b").timePasses(8);
		this.fixture.chainEndsAt("100").timePasses(1);
		assertThat(this.fixture.tracker.pace()).isEqualTo(Pace.LIVE);
		this.fixture.chainEndsAt("75b").announce("75b").timePasses(8);
		assertThat(this.fixture.told).isEmpty();
	}

	@Test
	void answersThatFailProveNothing() {
		this.fixture.chainEndsAt("75b").tell("75b");
		for (int i = 0; i < LONG_ENOUGH; i++) {
			this.fixture.failAll().waitsEnd();
		}
		assertThat(this.fixture.told).isEmpty();
	}

	@Test
	void aChainThatHasGrownToTheFirstHeadOnAnotherBranchIsAReorg() {
		this.fixture.chainEndsAt("75b").announce("75b").timePasses(3);
		this.fixture.chainEndsAt("91b").announce("91b").timePasses(3);
		assertThat(this.fixture.told).containsExactly("100 99 98 97 96 95 94 93 92 91 90 void, on 89b", "90b", "91b");
	}

	@Test
	void anotherBlockInThePlaceOfTheFirstHeadIsAReorgToo() {
		this.fixture.chainEndsAt("91b").announce("75b").timePasses(3);
		assertThat(this.fixture.told).startsWith("100 99 98 97 96 95 94 93 92 91 90 void, on 89b", "90b");
	}

	@Test
	@FailureMode(22)
	void afterAReconnectANodeThatWasNeverHigherMayBeBehindForAsLongAsItTakes() {
		this.fixture.disconnect().chainEndsAt("75").connect().timePasses(3 * LONG_ENOUGH);
		assertThat(this.fixture.told).isEmpty();
		assertThat(this.fixture.warnings).singleElement().asString().contains("below all that was delivered");
		this.fixture.chainEndsAt("103").announce("103");
		assertThat(this.fixture.told).containsExactly("101", "102", "103");
	}

	@Test
	void aNodeThatMayBeBehindIsAskedMoreAndMoreSeldom() {
		this.fixture.disconnect().chainEndsAt("75").connect().waits.clear();
		this.fixture.timePasses(3 * LONG_ENOUGH);
		assertThat(this.fixture.waits).contains(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(16))
			.endsWith(Duration.ofSeconds(30), Duration.ofSeconds(30));
	}

	@Test
	@FailureMode(24)
	void aLowNodeWithAnotherGenesisBlockIsAChainThatWasRestarted() {
		this.fixture.disconnect().chainEndsAt("5c").connect().timePasses(LONG_ENOUGH);
		assertThat(this.fixture.told).containsExactly("reset from 100 to 5c, CHAIN_RESTARTED", "5c");
	}

	@Test
	void aLowNodeWithTheSameGenesisBlockIsAskedForItInEachRound() {
		this.fixture.disconnect().chainEndsAt("75").connect().forgetWhatWasTold().timePasses(1);
		assertThat(this.fixture.asked).containsExactly("latest", "number 90", "number 0");
	}

	@Test
	@FailureMode(22)
	void afterAFailOverANodeThatLagsByMoreThanTheWindowIsWaitedFor() {
		TrackerFixture fixture = new TrackerFixture(TrackerFixture.settings(4, 0, Long.MAX_VALUE, false));
		fixture.blocks(60, 140, "").deliver(80, 100);
		fixture.chainEndsAt("90").failOver().timePasses(3 * LONG_ENOUGH);
		assertThat(fixture.told).isEmpty();
		assertThat(fixture.tracker.pace()).isEqualTo(Pace.CATCHING_UP);
		fixture.chainEndsAt("102").announce("102");
		assertThat(fixture.told).containsExactly("101", "102");
	}

	@Test
	void aResetIsNotToldIfTheChainHasComeBackBeforeThereWasRoom() {
		this.fixture.chainEndsAt("75b").announce("75b").timePasses(9);
		this.fixture.room = 0;
		this.fixture.timePasses(1).chainEndsAt("101").tell("101").roomFor(10).answer();
		assertThat(this.fixture.told).containsExactly("101");
	}

}
