package io.headwater.dispatch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.headwater.ChainEvent;
import io.headwater.DeliveryState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is logged when listeners fail: enough to repair what they have missed, not enough
 * to fill the disk.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerFailuresTests {

	private static final Duration QUIET = Duration.ofSeconds(10);

	private static final Duration ALMOST_QUIET = QUIET.minusNanos(1);

	private static final String WALLET = "wallet.on(NewHeadEvent)";

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

	private final ListenerFailures failures = new ListenerFailures(this.nanoTime::get);

	@Test
	void warnsOfWhatIsCalledAgainWithItsBlockAndSaysWhen(CapturedOutput output) {
		this.failures.log(SampleEvents.head(461), failure(WALLET, 1), retried(1));
		assertThat(output).containsOnlyOnce("WARN")
			.containsOnlyOnce(
					"[main] Listener wallet.on(NewHeadEvent) failed on block " + SampleEvents.head(461).head().ref()
							+ ", attempt 1 of 4, next in 100 ms: java.lang.IllegalStateException: expected")
			.doesNotContain("\tat ");
	}

	@Test
	void tellsTheLastFailureWithItsStack(CapturedOutput output) {
		this.failures.log(SampleEvents.reorg(5), failure(WALLET, 4), last(false));
		assertThat(output).containsOnlyOnce("ERROR")
			.containsOnlyOnce("[main] Listener wallet.on(NewHeadEvent) failed on the reorg to block 4 (0x")
			.contains("), attempt 4 of 4\n")
			.containsOnlyOnce("java.lang.IllegalStateException: expected")
			.contains("\tat ");
	}

	@Test
	void tellsThatListenersAfterOneThatIsNotIsolatedDoNotReceiveTheEvent(CapturedOutput output) {
		this.failures.log(SampleEvents.head(1), failure(null, 1), retried(1));
		assertThat(output).containsOnlyOnce("[main] A listener that is no @EventListener method failed on block 1 (0x")
			.containsOnlyOnce("next in 100 ms; listeners after it do not receive the event: ");
	}

	@Test
	void tellsWhatWasGivenUpWithItsBlockAndItsStackAndNotTwice(CapturedOutput output) {
		giveUp(WALLET, 461);
		assertThat(output)
			.containsOnlyOnce("[main] Listener wallet.on(NewHeadEvent) gave up block "
					+ SampleEvents.head(461).head().ref() + " after 4 attempts; delivery goes on without it\n")
			.containsOnlyOnce("java.lang.IllegalStateException: expected")
			.doesNotContain("failed on");
	}

	@Test
	void namesEachBlockThatWasGivenUpInTheNextLine(CapturedOutput output) {
		giveUp(WALLET, 461, 462, 463, 464, 470);
		this.nanoTime.addAndGet(QUIET.toNanos());
		giveUp(WALLET, 480);
		assertThat(output).contains("gave up block 480 (0x")
			.contains(
					" after 4 attempts (and blocks 462 to 464, block 470 since the last such line); delivery goes on");
	}

	@Test
	void namesEachBlockThatWasGivenUpThoughNoOtherEverIs(CapturedOutput output) {
		giveUp(WALLET, 461, 462, 463);
		this.nanoTime.addAndGet(ALMOST_QUIET.toNanos());
		this.failures.logOwed();
		assertThat(output).doesNotContain("462");
		this.nanoTime.addAndGet(1);
		this.failures.logOwed();
		this.failures.logOwed();
		assertThat(output).containsOnlyOnce("[main] Listener wallet.on(NewHeadEvent) gave up blocks 462 to 463, too; "
				+ "delivery goes on without them");
	}

	@Test
	void namesEachBlockThatWasGivenUpAtTheEnd(CapturedOutput output) {
		giveUp(WALLET, 461, 462);
		giveUp("other", 461, 462, 463);
		this.failures.end();
		assertThat(output).containsOnlyOnce("wallet.on(NewHeadEvent) gave up block 462, too")
			.containsOnlyOnce("Listener other gave up blocks 462 to 463, too");
	}

	@Test
	void owesNothingForWhatIsCalledAgain(CapturedOutput output) {
		for (long number = 1; number <= 5; number++) {
			this.failures.log(SampleEvents.head(number), failure(WALLET, 1), retried(1));
		}
		this.failures.end();
		assertThat(output).containsOnlyOnce("failed on block 1 ").doesNotContain("too;");
	}

	@Test
	void countsWhatHasNoBlock(CapturedOutput output) {
		ChainEvent change = SampleEvents.delivery(DeliveryState.LIVE, DeliveryState.PAUSED);
		for (int i = 0; i < 3; i++) {
			this.failures.logGivenUp(change, failure(WALLET, 1));
		}
		this.nanoTime.addAndGet(QUIET.toNanos());
		this.failures.logGivenUp(change, failure(WALLET, 1));
		assertThat(output).contains("gave up the change of state to PAUSED after 1 attempt; delivery")
			.contains("after 1 attempt (and 2 times since the last such line); delivery");
	}

	@Test
	void staysShortHoweverMuchIsGivenUp(CapturedOutput output) {
		for (long number = 1; number <= 4000; number += 2) {
			giveUp(WALLET, number);
		}
		this.failures.end();
		assertThat(output.getOut().lines().filter((line) -> line.contains("gave up"))).hasSize(2)
			.allSatisfy((line) -> assertThat(line).hasSizeLessThan(2000));
		assertThat(output).contains("block 101, 1949 more, too; delivery goes on without them");
	}

	@Test
	void logsOneLineAListenerInTenSeconds(CapturedOutput output) {
		for (int i = 0; i < 1000; i++) {
			giveUp("a", 1);
			giveUp("b", 1);
			giveUp(null, 1);
		}
		this.nanoTime.addAndGet(ALMOST_QUIET.toNanos());
		giveUp("a", 1);
		assertThat(output).containsOnlyOnce("Listener a gave up")
			.containsOnlyOnce("Listener b gave up")
			.containsOnlyOnce("A listener that is no @EventListener method gave up");
	}

	@Test
	void tellsTheEndOfAnEventThoughItsRepeatsAreHeldBack(CapturedOutput output) {
		this.failures.log(SampleEvents.head(1), failure(WALLET, 1), retried(1));
		this.failures.log(SampleEvents.head(1), failure(WALLET, 2), last(false));
		assertThat(output).containsOnlyOnce("attempt 1 of 4").containsOnlyOnce("attempt 4 of 4");
	}

	private void giveUp(@Nullable String listener, long... numbers) {
		for (long number : numbers) {
			ListenerFailure failure = failure(listener, 4);
			this.failures.log(SampleEvents.head(number), failure, last(true));
			this.failures.logGivenUp(SampleEvents.head(number), failure);
		}
	}

	private static ListenerFailure failure(@Nullable String listener, int attempts) {
		return new ListenerFailure(listener, new IllegalStateException("expected"), attempts);
	}

	private static ListenerFailures.Outlook retried(int attempt) {
		return new ListenerFailures.Outlook(attempt, 4L, Duration.ofMillis(100), false, true);
	}

	private static ListenerFailures.Outlook last(boolean givenUp) {
		return new ListenerFailures.Outlook(4, 4L, null, false, givenUp);
	}

}
