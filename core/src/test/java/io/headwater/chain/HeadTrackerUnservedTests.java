package io.headwater.chain;

import java.time.Duration;
import java.util.stream.LongStream;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that does not serve the headers on which its own newest head stands. The walk is
 * at 100.
 */
class HeadTrackerUnservedTests {

	private final TrackerFixture fixture = TrackerFixture.following().blocks(1, 400, "");

	@BeforeEach
	void deliver() {
		this.fixture.deliver(90, 100);
		this.fixture.waits.clear();
	}

	@Test
	@FailureMode(45)
	void aHeaderOfALongGapThatIsDeniedAgainAndAgainIsToldAfterThreeSeconds() {
		hidesBetween(101, 139);
		this.fixture.chainEndsAt("140").announce("140").timePasses(4);
		assertThat(this.fixture.unserved).isEmpty();
		this.fixture.timePasses(2);
		assertThat(this.fixture.unserved).startsWith(101L);
		assertThat(this.fixture.waits.stream().limit(5).reduce(Duration.ZERO, Duration::plus))
			.isEqualTo(Duration.ofMillis(3100));
	}

	@Test
	@FailureMode(45)
	void aParentThatIsDeniedAgainAndAgainIsToldWhileTheChainGoesOn() {
		hidesBetween(101, 103);
		this.fixture.chainEndsAt("104").announce("104");
		for (long number = 105; number < 112; number++) {
			this.fixture.chainEndsAt("" + number).announce("" + number).timePasses(1);
		}
		assertThat(this.fixture.unserved).startsWith(103L);
		this.fixture.hides().timePasses(2);
		assertThat(this.fixture.told).startsWith("101", "102").endsWith("111");
	}

	@Test
	@FailureMode(45)
	void anAnswerThatIsOfNoUseIsADenial() {
		this.fixture.chainEndsAt("140").tell("140");
		for (int round = 0; round < 8; round++) {
			this.fixture.answerLatestAnd(this.fixture::refuseNext).answerLatestAnd(this.fixture::refuseNext).waitsEnd();
		}
		assertThat(this.fixture.unserved).startsWith(101L);
	}

	@Test
	void aRequestThatFailsIsNoDenial() {
		this.fixture.chainEndsAt("140").tell("140");
		for (int round = 0; round < 20; round++) {
			this.fixture.answerLatestAnd(this.fixture::failNext).answerLatestAnd(this.fixture::failNext).waitsEnd();
		}
		assertThat(this.fixture.unserved).isEmpty();
		assertThat(this.fixture.waits).hasSizeGreaterThan(10);
	}

	@Test
	void aHeadOnWhichTheNewestDoesNotStandIsNoReasonToLeaveTheNode() {
		this.fixture.blocks("149x", "150x").announce("150x").timePasses(20);
		this.fixture.blocks("102x", "103x").announce("103x").timePasses(20);
		assertThat(this.fixture.unserved).isEmpty();
		assertThat(this.fixture.waits).hasSizeGreaterThanOrEqualTo(10);
	}

	@Test
	void whatMayBePrunedIsNoReasonToLeaveTheNode() {
		hidesBetween(101, 199);
		this.fixture.chainEndsAt("200").announce("200").timePasses(8);
		assertThat(this.fixture.unserved).isEmpty();
		assertThat(this.fixture.waits).hasSizeGreaterThan(6);
	}

	@Test
	@FailureMode(45)
	void denialsAreCountedOverTheConnectionsOfANodeAndNotOverThoseOfTwo() {
		hidesBetween(101, 139);
		this.fixture.chainEndsAt("140").announce("140").timePasses(3).disconnect().connect().timePasses(2);
		assertThat(this.fixture.unserved).startsWith(101L);
		this.fixture.unserved.clear();
		this.fixture.failOver().timePasses(3);
		assertThat(this.fixture.unserved).isEmpty();
		this.fixture.timePasses(3);
		assertThat(this.fixture.unserved).startsWith(101L);
	}

	@Test
	void denialsAreCountedAfreshAfterEachHead() {
		for (long number = 101; number < 110; number++) {
			hidesBetween(number, 139);
			this.fixture.chainEndsAt("140").announce("140").timePasses(3);
			hidesBetween(number + 1, 139);
			this.fixture.timePasses(1);
		}
		assertThat(this.fixture.told).startsWith("101", "102").hasSizeGreaterThan(5);
		assertThat(this.fixture.unserved).isEmpty();
	}

	private void hidesBetween(long from, long to) {
		this.fixture.hides(LongStream.rangeClosed(from, to).mapToObj(String::valueOf).toArray(String[]::new));
	}

}
