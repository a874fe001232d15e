package io.headwater.node;

import java.time.Duration;

import io.headwater.ConnectionState;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done when no heads come, in virtual time.
 */
class StaleWatchTests {

	private static final Duration BLOCK = Duration.ofSeconds(12);

	private final LinkFixture fixture = new LinkFixture(1);

	private final VirtualNode node = this.fixture.node(0);

	@Test
	void asksNothingWhileHeadsComeOnceItHasSeenHowOftenTheyDo() {
		this.fixture.start();
		this.fixture.run(BLOCK.multipliedBy(2), BLOCK, this.node);
		this.node.calls().clear();
		this.fixture.run(Duration.ofHours(1), BLOCK, this.node);
		assertThat(this.node.calls()).doesNotContain("eth_blockNumber");
	}

	@Test
	void wakesUpLessOftenThanHeadsCome() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(5), Duration.ofMillis(250), this.node);
		int scheduled = this.fixture.scheduler.pending();
		this.fixture.run(Duration.ofMinutes(5), Duration.ofMillis(250), this.node);
		assertThat(this.fixture.scheduler.pending()).isEqualTo(scheduled).isEqualTo(1);
	}

	@Test
	void subscribesAnewWhenTheChainMovedWithoutAWord() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(10), BLOCK, this.node);
		this.node.muted(true);
		this.fixture.run(Duration.ofSeconds(48), BLOCK, this.node);
		assertThat(this.fixture.told).contains("resubscribed");
		assertThat(this.node.calls()).containsSubsequence("eth_blockNumber", "eth_unsubscribe", "eth_subscribe",
				"eth_getBlockByNumber");
		this.node.muted(false);
		this.fixture.run(Duration.ofHours(1), BLOCK, this.node);
		assertThat(this.fixture.count("resubscribed")).isEqualTo(1);
		assertThat(this.node.attempts()).hasSize(1);
	}

	@Test
	@FailureMode(42)
	void noticesADeadSubscriptionAlsoAfterAnAbsurdAnswer() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(10), BLOCK, this.node);
		long newest = this.node.number();
		this.node.number(1L << 62);
		this.fixture.advance(Duration.ofMinutes(2));
		this.node.number(newest);
		this.fixture.advance(Duration.ofMinutes(2));
		this.node.muted(true);
		long before = this.fixture.told.size();
		this.fixture.run(Duration.ofMinutes(15), BLOCK, this.node);
		assertThat(this.fixture.told.subList((int) before, this.fixture.told.size())).containsAnyOf("resubscribed",
				"lost STALE");
	}

	@Test
	void skipsWhatTheOldSubscriptionStillAnnounces() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(10), BLOCK, this.node);
		this.node.muted(true);
		this.fixture.run(Duration.ofSeconds(48), BLOCK, this.node);
		long heads = this.fixture.count("head");
		this.node.announce("0x1");
		this.fixture.settle();
		assertThat(this.fixture.count("head")).isEqualTo(heads);
		this.node.announce("0x2");
		this.fixture.settle();
		assertThat(this.fixture.count("head")).isEqualTo(heads + 1);
	}

	@Test
	void connectsAnewWhenSubscribingAnewDoesNotHelp() {
		this.node.muted(true);
		this.fixture.start();
		this.fixture.run(Duration.ofSeconds(25), Duration.ofSeconds(1), this.node);
		assertThat(this.fixture.told).containsSubsequence("resubscribed", "lost STALE", "LIVE");
	}

	@Test
	void connectsAnewWhenAnErrorOfOursStopsTheWatch() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(10), BLOCK, this.node);
		this.node.muted(true);
		this.fixture.observerFails = true;
		this.fixture.run(Duration.ofSeconds(48), BLOCK, this.node);
		assertThat(this.fixture.told).containsSubsequence("resubscribed", "lost DEFECT", "LIVE");
		assertThat(this.node.attempts()).hasSize(2);
	}

	@Test
	void takesANodeThatNeverAnnouncesForAFewAttemptsAMinute() {
		this.node.muted(true);
		this.fixture.start();
		this.fixture.run(Duration.ofHours(1), Duration.ofSeconds(1), this.node);
		assertThat(this.fixture.attempts()).hasSizeBetween(60, 180);
	}

	@Test
	void leavesAQuietChainInPeace() {
		this.fixture.start();
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.node.calls().stream().filter("eth_blockNumber"::equals)).hasSizeBetween(14, 17);
		assertThat(this.node.attempts()).hasSize(1);
		assertThat(this.fixture.told).doesNotContain("resubscribed");
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
	}

	@Test
	void noticesADeadSubscriptionSoonAlsoAfterALongQuietTime() {
		this.fixture.start();
		this.fixture.advance(Duration.ofHours(1));
		this.node.mine();
		this.fixture.settle();
		this.node.muted(true);
		this.node.mine();
		this.fixture.advance(Duration.ofSeconds(11));
		assertThat(this.fixture.told).contains("resubscribed");
	}

	@Test
	void connectsAnewWhenTheNodeDoesNotAnswer() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(2), BLOCK, this.node);
		this.node.silent(true);
		long before = this.fixture.scheduler.nanoTime();
		while (this.fixture.state() == ConnectionState.LIVE) {
			this.fixture.settle();
		}
		assertThat(this.fixture.told).contains("lost NO_ANSWER");
		assertThat(Duration.ofNanos(this.fixture.scheduler.nanoTime() - before)).isBetween(Duration.ofSeconds(40),
				Duration.ofSeconds(50));
	}

	@Test
	void asksLaterWhereTheNodeHasTooManyRequests() {
		this.node.fail("eth_blockNumber", "{\"code\":-32005,\"message\":\"limit\",\"data\":{\"backoff_seconds\":200}}");
		this.fixture.start();
		this.fixture.advance(Duration.ofSeconds(205));
		assertThat(this.node.calls().stream().filter("eth_blockNumber"::equals)).hasSize(1);
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
		this.fixture.advance(Duration.ofSeconds(10));
		assertThat(this.node.calls().stream().filter("eth_blockNumber"::equals)).hasSize(2);
	}

	@Test
	void keepsToAConfiguredTime() {
		LinkFixture configured = new LinkFixture(1, 1, Duration.ofSeconds(3));
		configured.start();
		configured.run(Duration.ofMinutes(2), Duration.ofSeconds(2), configured.node(0));
		configured.node(0).muted(true);
		configured.node(0).mine();
		configured.advance(Duration.ofSeconds(4));
		assertThat(configured.told).contains("resubscribed");
	}

	@Test
	void noticesADeadSubscriptionBelowAHeightThatTheChainHadBefore() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(5), Duration.ofSeconds(1), this.node);
		this.node.number(50);
		this.fixture.run(Duration.ofSeconds(20), Duration.ofSeconds(1), this.node);
		this.node.muted(true);
		this.fixture.run(Duration.ofSeconds(15), Duration.ofSeconds(1), this.node);
		assertThat(this.fixture.told).contains("resubscribed");
	}

	@Test
	@FailureMode(42)
	void noticesADeadSubscriptionWhoseLastHeadHadAnAbsurdNumber() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(10), BLOCK, this.node);
		this.node.announceFalse(LinkFixture.ABSURD);
		this.node.muted(true);
		this.fixture.run(Duration.ofSeconds(60), BLOCK, this.node);
		assertThat(this.fixture.told).contains("resubscribed");
	}

	@Test
	void takesWhatCannotBeReadForNoSilence() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(1), Duration.ofSeconds(1), this.node);
		this.node.muted(true);
		for (int i = 0; i < 60; i++) {
			this.fixture.run(Duration.ofSeconds(5), Duration.ofSeconds(5), this.node);
			this.node.announceNothing();
		}
		assertThat(this.fixture.told).doesNotContain("resubscribed", "lost STALE");
	}

	@Test
	void leavesAChainInPeaceThatIsQuietWhileItsHeadsAreDelivered() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(1), Duration.ofSeconds(1), this.node);
		this.fixture.link.delivered(this.node.number() - 20);
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.fixture.told).doesNotContain("resubscribed");
	}

	@Test
	void doesNotTakeABurstForTheIntervalOfTheChain() {
		this.fixture.start();
		this.fixture.run(Duration.ofMinutes(10), Duration.ofSeconds(30), this.node);
		this.node.calls().clear();
		this.fixture.run(Duration.ofMillis(500), Duration.ofMillis(1), this.node);
		this.fixture.advance(Duration.ofSeconds(60));
		assertThat(this.node.calls()).doesNotContain("eth_blockNumber");
		this.fixture.advance(Duration.ofSeconds(40));
		assertThat(this.node.calls()).contains("eth_blockNumber");
	}

}
