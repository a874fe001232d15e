package io.headwater.ethereum;

import java.time.Duration;

import io.headwater.ethereum.BudgetSimulation.Limit;
import io.headwater.ethereum.BudgetSimulation.Tampering;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * How fast requests for headers leave, and what a node may make of it.
 */
class RequestBudgetTests {

	private static final Duration LATENCY = Duration.ofMillis(2);

	private long now;

	@Test
	void beginsAtFiftyASecondAndDoublesEachSecond() {
		BudgetSimulation simulation = auto(Limit.none());
		assertThat(simulation.budget().perSecond()).isEqualTo(50);
		simulation.run(Duration.ofSeconds(1));
		assertThat(simulation.budget().perSecond()).isEqualTo(100, within(10.0));
		simulation.run(Duration.ofSeconds(4));
		assertThat(simulation.budget().perSecond()).isEqualTo(1600, within(160.0));
	}

	@Test
	void doesNotGrowWhileNothingWaitsForIt() {
		RequestBudget budget = new RequestBudget(null, () -> this.now);
		for (int i = 0; i < 1000; i++) {
			assertThat(budget.spend()).isZero();
			this.now += BudgetSimulation.SECOND / 4;
			budget.served();
		}
		assertThat(budget.perSecond()).isEqualTo(50);
	}

	@Test
	void takesNineTenthsOfWhatWasServedHoldsItForAMinuteAndProbes() {
		BudgetSimulation simulation = auto(Limit.window(200));
		simulation.run(Duration.ofMinutes(2));
		double held = simulation.budget().perSecond();
		assertThat(held).isEqualTo(180, within(10.0));
		simulation.limit(Limit.none());
		simulation.run(Duration.ofMinutes(1));
		double probed = simulation.budget().perSecond();
		assertThat(probed).isGreaterThan(held);
		simulation.run(Duration.ofSeconds(1));
		assertThat(simulation.budget().perSecond()).isEqualTo(probed * 1.05, within(0.01 * probed));
	}

	@Test
	void countsABurstOfRefusalsOnce() {
		RequestBudget budget = new RequestBudget(1000, () -> this.now);
		for (int i = 0; i < 10; i++) {
			assertThat(budget.spend()).isZero();
		}
		long sent = this.now;
		this.now += LATENCY.toNanos();
		for (int i = 0; i < 10; i++) {
			this.now++;
			budget.refused(sent, null);
		}
		assertThat(budget.perSecond()).isEqualTo(990 / 2.0);
		budget.refused(this.now, null);
		assertThat(budget.perSecond()).isEqualTo(990 / 4.0);
	}

	@Test
	@FailureMode(11)
	void leavesTheNodeAloneForAsLongAsItSays() {
		RequestBudget budget = new RequestBudget(0, () -> this.now);
		assertThat(budget.spend()).isZero();
		budget.refused(this.now, Duration.ofSeconds(30));
		this.now += Duration.ofMillis(29_900).toNanos();
		assertThat(budget.spend()).isEqualTo(Duration.ofMillis(100).toNanos());
		this.now += Duration.ofMillis(100).toNanos();
		assertThat(budget.spend()).isZero();
	}

	@Test
	@FailureMode(11)
	void comesBackSoonToWhatItKnewAfterTheNodeHasRefusedEverything() {
		BudgetSimulation simulation = auto(Limit.bucket(100, 100));
		simulation.run(Duration.ofMinutes(2));
		simulation.limit(Limit.everything());
		simulation.run(Duration.ofMinutes(10));
		assertThat(simulation.budget().perSecond()).isEqualTo(1.0 / 30);
		simulation.limit(Limit.bucket(100, 100));
		simulation.run(Duration.ofMinutes(2));
		assertThat(simulation.budget().perSecond()).isGreaterThan(70);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 20, 99, 100, 250, 2000 })
	void isNeverFasterThanTheNumberThatIsSet(int maxPerSecond) {
		BudgetSimulation simulation = new BudgetSimulation(maxPerSecond, Limit.none(), LATENCY, 1, Tampering.NONE);
		simulation.run(Duration.ofSeconds(20));
		assertThat(simulation.mostInASecond()).isLessThanOrEqualTo(maxPerSecond);
		assertThat(simulation.served()).isGreaterThan((long) (0.9 * 20 * maxPerSecond));
	}

	@Test
	void allowsAllAtOnceWhereZeroIsSetUntilTheNodeRefuses() {
		BudgetSimulation simulation = new BudgetSimulation(0, Limit.none(), LATENCY, 1, Tampering.NONE);
		simulation.run(Duration.ofSeconds(2));
		assertThat(simulation.budget().perSecond()).isInfinite();
		simulation.limit(Limit.window(300));
		simulation.run(Duration.ofMinutes(2));
		simulation.run(Duration.ofMinutes(2));
		assertThat(simulation.served()).isGreaterThan((long) (0.8 * 120 * 300));
		assertThat(simulation.refusedShare()).isLessThan(0.05);
	}

	@Test
	void servesFortyTwoASecondOfFiftyOverFiveMinutes() {
		BudgetSimulation simulation = auto(Limit.bucket(50, 50));
		simulation.run(Duration.ofMinutes(5));
		assertThat(simulation.served()).isGreaterThan(42 * 300);
		assertThat(simulation.refusedShare()).isLessThan(0.05);
	}

	@Test
	void servesAHundredAndFiftyHeadsWithinTwentyFiveSecondsOfANodeThatAllowsEightASecond() {
		BudgetSimulation simulation = auto(Limit.bucket(8, 8));
		simulation.run(Duration.ofSeconds(25));
		assertThat(simulation.served()).isGreaterThan(150);
	}

	@Test
	void servesTenThousandHeadsWithinEightSecondsWhereTheNodeAllows() {
		BudgetSimulation simulation = new BudgetSimulation(null, Limit.none(), Duration.ofNanos(500_000), 1,
				Tampering.NONE);
		simulation.run(Duration.ofMillis(7500));
		assertThat(simulation.served()).isGreaterThan(10_000);
	}

	private static BudgetSimulation auto(Limit limit) {
		return new BudgetSimulation(null, limit, LATENCY, 1, Tampering.NONE);
	}

}
