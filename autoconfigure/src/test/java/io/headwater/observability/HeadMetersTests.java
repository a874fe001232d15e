package io.headwater.observability;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.headwater.BlockRef;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.dispatch.SampleEvents;
import io.headwater.testing.FailureMode;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is measured of the heads of a chain, and of what is missing between them.
 */
class HeadMetersTests {

	private final MeterFixture fixture = new MeterFixture();

	private final SimpleMeterRegistry registry = this.fixture.registry;

	@Test
	void countsHeadsByOrigin() {
		this.fixture.deliver(SampleEvents.head("main", 1, HeadOrigin.LIVE));
		this.fixture.deliver(SampleEvents.head("main", 2, HeadOrigin.LIVE));
		this.fixture.deliver(SampleEvents.head("main", 3, HeadOrigin.CATCH_UP));
		this.fixture.deliver(SampleEvents.head("other", 4, HeadOrigin.REPLAY));
		assertThat(this.fixture.heads("main", "live")).isEqualTo(2);
		assertThat(this.fixture.heads("main", "catch-up")).isEqualTo(1);
		assertThat(this.fixture.heads("main", "replay")).isZero();
		assertThat(this.fixture.heads("other", "replay")).isEqualTo(1);
	}

	@Test
	void tellsTheNumberOfTheNewestHeadOfEachChain() {
		this.fixture.deliver(SampleEvents.skipped(1, 4));
		assertThat(headNumber("main")).isNaN();
		this.fixture.deliver(SampleEvents.head("main", 17, HeadOrigin.LIVE));
		this.fixture.deliver(SampleEvents.head("other", 5, HeadOrigin.LIVE));
		assertThat(headNumber("main")).isEqualTo(17);
		assertThat(headNumber("other")).isEqualTo(5);
		this.fixture.deliver(SampleEvents.head("main", 16, HeadOrigin.LIVE));
		assertThat(headNumber("main")).isEqualTo(16);
	}

	@Test
	void aReplayedHeadIsNotTheNewestOne() {
		this.fixture.deliver(SampleEvents.head("main", 10, HeadOrigin.LIVE));
		this.fixture.deliver(SampleEvents.head("main", 3, HeadOrigin.REPLAY));
		assertThat(headNumber("main")).isEqualTo(10);
		assertThat(headAge()).isEqualTo(5);
	}

	@Test
	void tellsTheAgeOfTheNewestHeadByItsTimestamp() {
		this.fixture.deliver(SampleEvents.skipped(1, 4));
		assertThat(headAge()).isNaN();
		this.fixture.deliver(SampleEvents.head(8));
		assertThat(headAge()).isEqualTo(29);
		this.fixture.deliver(SampleEvents.head(11));
		assertThat(headAge()).as("of the future").isZero();
	}

	/** Chains count in other units too, and a head of the far future would look fresh. */
	@ParameterizedTest
	@ValueSource(longs = { 1_000, 1_000_000, 1_000_000_000 })
	@FailureMode(49)
	void knowsNoAgeAndNoLatencyWhereTheTimestampIsNotInSeconds(long unit) {
		this.fixture.deliver(SampleEvents.head("main", 10, HeadOrigin.LIVE));
		NewHeadEvent seconds = SampleEvents.head("main", 11, HeadOrigin.LIVE);
		Head head = Head.builder()
			.number(11)
			.hash(seconds.head().hash())
			.parentHash(seconds.head().parentHash())
			.timestamp(seconds.head().timestamp() * unit)
			.build();
		this.fixture.deliver(new NewHeadEvent("main", 1, head, HeadOrigin.LIVE, this.fixture.clock));
		assertThat(headAge()).isNaN();
		assertThat(headNumber("main")).isEqualTo(11);
		assertThat(this.registry.get("headwater.head.latency").tags("chain", "main").timer().count()).isEqualTo(1);
		this.fixture.deliver(SampleEvents.head("main", 10, HeadOrigin.LIVE));
		assertThat(headAge()).isEqualTo(5);
	}

	@Test
	void timesAnnouncedHeadsFromTheirTimestampAndNoOthers() {
		this.fixture.deliver(SampleEvents.head("main", 8, HeadOrigin.CATCH_UP));
		this.fixture.deliver(SampleEvents.head("main", 10, HeadOrigin.LIVE));
		this.fixture.deliver(SampleEvents.head("main", 1_000_000, HeadOrigin.LIVE));
		this.fixture.deliver(SampleEvents.head("main", 9, HeadOrigin.REPLAY));
		Timer timer = this.registry.get("headwater.head.latency").tags("chain", "main").timer();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(5);
	}

	@Test
	void countsRunsOfFetchedHeadsButNotTheFirstOne() {
		this.fixture.deliver(SampleEvents.head("main", 1, HeadOrigin.CATCH_UP));
		this.fixture.deliver(SampleEvents.head("main", 2, HeadOrigin.CATCH_UP));
		this.fixture.deliver(SampleEvents.head("main", 3, HeadOrigin.LIVE));
		assertThat(gaps()).isZero();
		this.fixture.deliver(SampleEvents.head("main", 4, HeadOrigin.CATCH_UP));
		this.fixture.deliver(SampleEvents.head("main", 5, HeadOrigin.CATCH_UP));
		this.fixture.deliver(SampleEvents.head("main", 1, HeadOrigin.REPLAY));
		this.fixture.deliver(SampleEvents.head("main", 6, HeadOrigin.CATCH_UP));
		this.fixture.deliver(SampleEvents.head("main", 7, HeadOrigin.LIVE));
		this.fixture.deliver(SampleEvents.head("main", 8, HeadOrigin.CATCH_UP));
		assertThat(gaps()).isEqualTo(2);
	}

	@Test
	void tellsTheNumbersOfTheSafeAndTheFinalizedHead() {
		Head head = SampleEvents.head(7).head();
		this.fixture.deliver(SampleEvents.head(8));
		assertThat(this.fixture.number("headwater.safe.number")).isNaN();
		this.fixture.deliver(new SafeHeadEvent("main", 1, head, this.fixture.clock));
		assertThat(this.fixture.number("headwater.safe.number")).isEqualTo(7);
		assertThat(this.fixture.number("headwater.finalized.number")).isNaN();
		this.fixture.deliver(new FinalizedHeadEvent("main", 1, SampleEvents.head(5).head(), this.fixture.clock));
		assertThat(this.fixture.number("headwater.finalized.number")).isEqualTo(5);
	}

	@Test
	void measuresHowDeepReorgsAre() {
		BlockRef ancestor = SampleEvents.head(1).head().ref();
		List<BlockRef> reverted = List.of(SampleEvents.head(3).head().ref(), SampleEvents.head(2).head().ref());
		this.fixture.deliver(new ReorgEvent("main", 1, ancestor, reverted, this.fixture.clock));
		this.fixture.deliver(SampleEvents.reorg(9));
		DistributionSummary depth = this.registry.get("headwater.reorg.depth").tags("chain", "main").summary();
		assertThat(depth.count()).isEqualTo(2);
		assertThat(depth.totalAmount()).isEqualTo(3);
		assertThat(depth.max()).isEqualTo(2);
	}

	@Test
	void countsSkippedHeadsAndResets() {
		this.fixture.deliver(SampleEvents.head(1));
		assertThat(count("headwater.heads.skipped", "pruned")).isZero();
		assertThat(count("headwater.resets", "finality")).isZero();
		this.fixture.deliver(SampleEvents.skipped(2, 5));
		this.fixture.deliver(SampleEvents.skipped(9, 9));
		this.fixture.deliver(SampleEvents.reset(9, 4));
		assertThat(count("headwater.heads.skipped", "pruned")).isEqualTo(5);
		assertThat(count("headwater.heads.skipped", "catch-up-limit")).isZero();
		assertThat(count("headwater.resets", "beyond-window")).isEqualTo(1);
	}

	private double headNumber(String chain) {
		return this.registry.get("headwater.head.number").tags("chain", chain).gauge().value();
	}

	private double headAge() {
		return this.registry.get("headwater.head.age").tags("chain", "main").timeGauge().value(TimeUnit.SECONDS);
	}

	private double gaps() {
		return this.registry.get("headwater.gaps").tags("chain", "main").counter().count();
	}

	private double count(String meter, String reason) {
		return this.registry.get(meter).tags("chain", "main", "reason", reason).counter().count();
	}

}
