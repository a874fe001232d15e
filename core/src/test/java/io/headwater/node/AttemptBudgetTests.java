package io.headwater.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often nodes are dialled, whatever they do.
 */
class AttemptBudgetTests {

	private static final Log logger = LogFactory.getLog(AttemptBudgetTests.class);

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final long MINUTE = 60 * SECOND;

	private final AttemptSchedule.Budget budget = budget(Duration.ofSeconds(30));

	@Test
	void letsThePausesBetweenTheFirstTenAttemptsGrowToFifteenSeconds() {
		assertThat(secondsOfAttempts(this.budget, 13)).containsExactly(0L, 0L, 0L, 0L, 1L, 3L, 7L, 15L, 30L, 45L, 60L,
				75L, 90L);
	}

	@Test
	void pausesNoLongerThanASingleNodeWould() {
		assertThat(secondsOfAttempts(budget(Duration.ofSeconds(2)), 8)).containsExactly(0L, 0L, 0L, 0L, 1L, 3L, 5L, 7L);
	}

	@Test
	void keepsToFifteenSecondsAfterTheFirstMinuteHoweverFewAttemptsThereWereInIt() {
		this.budget.spend(0);
		this.budget.spend(59 * SECOND);
		assertThat(this.budget.dueNanos(59 * SECOND)).isEqualTo(59 * SECOND);
		assertThat(this.budget.dueNanos(MINUTE)).isEqualTo(74 * SECOND);
		assertThat(this.budget.dueNanos(90 * SECOND)).isEqualTo(90 * SECOND);
	}

	@Test
	void beginsAnewWithAnOutageThatFollowsACalmMinute() {
		spend(10, 0);
		this.budget.calm();
		assertThat(this.budget.dueNanos(9 * SECOND)).isEqualTo(15 * SECOND);
		spend(4, 2 * MINUTE);
		assertThat(this.budget.dueNanos(2 * MINUTE)).isEqualTo(2 * MINUTE + SECOND);
	}

	@Test
	void doesNotBeginAnewForAnAttemptAfterALongPauseOnly() {
		spend(10, 0);
		this.budget.spend(10 * MINUTE);
		assertThat(this.budget.dueNanos(10 * MINUTE)).isEqualTo(10 * MINUTE + 15 * SECOND);
	}

	private static AttemptSchedule.Budget budget(Duration maxDelay) {
		return new AttemptSchedule.Budget(
				new LinkSettings(LinkFixture.SHORTEST, maxDelay, LinkFixture.REFUSED, 5, null, null));
	}

	/** Attempts that are made as soon as they may be. */
	private static List<Long> secondsOfAttempts(AttemptSchedule.Budget budget, int times) {
		long begin = -7 * SECOND;
		List<Long> seconds = new ArrayList<>();
		long now = begin;
		for (int attempt = 0; attempt < times; attempt++) {
			now = budget.dueNanos(now);
			budget.spend(now);
			seconds.add((now - begin) / SECOND);
		}
		return seconds;
	}

	private void spend(int times, long now) {
		for (int attempt = 0; attempt < times; attempt++) {
			this.budget.spend(now);
		}
	}

	/**
	 * Three nodes in every kind of trouble for six hours, with no connection that holds
	 * for a minute.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void boundsTheAttemptsOverAllNodesWhateverTheirLanesSay(long seed) {
		LinkFixture fixture = new LinkFixture(3, seed, null).start();
		SplittableRandom random = new SplittableRandom(seed);
		for (int step = 0; step < 6 * 240; step++) {
			fixture.nodes.forEach((node) -> trouble(node, random));
			if (random.nextInt(40) == 0) {
				fixture.link.reconnect();
			}
			if (random.nextInt(40) == 0) {
				fixture.link.failOver();
			}
			fixture.advance(Duration.ofSeconds(15));
			fixture.nodes.forEach((node) -> node.close(1006));
		}
		List<Long> attempts = fixture.attempts();
		long begin = attempts.get(0);
		assertThat(attempts.stream().filter((time) -> time < begin + MINUTE).count()).isBetween(4L, 10L);
		List<Long> later = attempts.stream().filter((time) -> time >= begin + MINUTE).toList();
		for (int i = 4; i < later.size(); i++) {
			assertThat(later.get(i) - later.get(i - 4)).isGreaterThanOrEqualTo(MINUTE);
		}
		logger.info("Seed " + seed + ": " + attempts.size() + " attempts in six hours of trouble, "
				+ (attempts.size() - later.size()) + " of them in the first minute");
		assertThat(attempts).hasSizeGreaterThan(300);
	}

	private static void trouble(VirtualNode node, SplittableRandom random) {
		node.refuse(null);
		node.silent(false);
		node.chainId(1);
		node.closeAtOnce(false);
		node.fail("eth_chainId", null);
		switch (random.nextInt(7)) {
			case 0 -> node.refuse(new java.net.ConnectException());
			case 1 -> node.refuse(new javax.net.ssl.SSLException("bad certificate"));
			case 2 -> node.silent(true);
			case 3 -> node.chainId(random.nextInt(5) + 1);
			case 4 -> node.closeAtOnce(true);
			case 5 -> node.fail("eth_chainId", "{\"code\":-32005,\"message\":\"limit\"}");
			default -> node.mine();
		}
	}

}
