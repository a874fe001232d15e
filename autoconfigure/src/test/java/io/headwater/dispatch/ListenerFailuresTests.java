package io.headwater.dispatch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

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

	private final ListenerFailures failures = new ListenerFailures(this.nanoTime::get);

	@Test
	void tellsChainListenerEventAndFailure(CapturedOutput output) {
		this.failures.log(SampleEvents.head(1), "wallet.on(NewHeadEvent)", new IllegalStateException("expected"));
		assertThat(output)
			.containsOnlyOnce("[main] Listener wallet.on(NewHeadEvent) failed on NewHeadEvent; "
					+ "the other listeners still receive the event")
			.containsOnlyOnce("java.lang.IllegalStateException: expected");
	}

	@Test
	void doesNotPromiseTheEventToOthersWhenTheListenerIsNotIsolated(CapturedOutput output) {
		this.failures.log(SampleEvents.head(1), null, new IllegalStateException("expected"));
		assertThat(output)
			.containsOnlyOnce("[main] A listener that is no @EventListener method failed on NewHeadEvent; "
					+ "listeners after it do not receive the event");
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
		this.failures.log(SampleEvents.head(1), listener, new IllegalStateException("expected by a test"));
	}

}
