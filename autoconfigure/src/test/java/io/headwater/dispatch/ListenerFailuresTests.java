package io.headwater.dispatch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.headwater.logging.LogThrottle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is logged when listeners fail: enough to find the fault, not enough to fill the
 * disk.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerFailuresTests {

	private static final Duration ALMOST_QUIET = Duration.ofSeconds(10).minusNanos(1);

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

	private final ListenerFailures failures = new ListenerFailures(new LogThrottle(this.nanoTime::get));

	@Test
	void tellsChainListenerEventAndFailure(CapturedOutput output) {
		this.failures.log(SampleEvents.head(1), "wallet.on(NewHeadEvent)", "all is lost",
				new IllegalStateException("expected"));
		assertThat(output)
			.containsOnlyOnce("[main] Listener wallet.on(NewHeadEvent) failed on NewHeadEvent; all is lost")
			.containsOnlyOnce("java.lang.IllegalStateException: expected");
	}

	@Test
	void namesNoListenerThatIsNotIsolated(CapturedOutput output) {
		this.failures.log(SampleEvents.head(1), null, "all is lost", new IllegalStateException("expected"));
		assertThat(output)
			.containsOnlyOnce("[main] A listener that is no @EventListener method failed on NewHeadEvent");
	}

	@Test
	void tellsWhatWasGivenUp(CapturedOutput output) {
		this.failures.logGivenUp(SampleEvents.head(1),
				new ListenerFailure("wallet.on(NewHeadEvent)", new IllegalStateException("expected"), 4));
		assertThat(output).containsOnlyOnce("[main] Listener wallet.on(NewHeadEvent) gave up NewHeadEvent "
				+ "after 4 attempts, which a ListenerFailedEvent tells");
	}

	@Test
	void logsOneLineAListenerInTenSeconds(CapturedOutput output) {
		for (int i = 0; i < 1000; i++) {
			fail("a");
		}
		this.nanoTime.addAndGet(ALMOST_QUIET.toNanos());
		fail("a");
		assertThat(output).containsOnlyOnce("Listener a failed");
	}

	@Test
	void tellsHowManyLinesWereLeftOut(CapturedOutput output) {
		fail("a");
		fail("a");
		fail("a");
		this.nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
		fail("a");
		assertThat(output).containsOnlyOnce("(and 2 times since the last such line)");
		this.nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
		fail("a");
		assertThat(output).containsOnlyOnce("times since the last such line");
	}

	@Test
	void logsEachListenerByItself(CapturedOutput output) {
		fail("a");
		fail("b");
		fail(null);
		fail("a");
		assertThat(output).containsOnlyOnce("Listener a failed")
			.containsOnlyOnce("Listener b failed")
			.containsOnlyOnce("A listener that is no @EventListener method failed");
	}

	private void fail(String listener) {
		this.failures.log(SampleEvents.head(1), listener, "all is lost",
				new IllegalStateException("expected by a test"));
	}

}
