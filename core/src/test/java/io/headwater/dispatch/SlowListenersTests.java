package io.headwater.dispatch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.headwater.support.LogThrottle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When somebody is told that a listener is slow.
 */
@ExtendWith(OutputCaptureExtension.class)
class SlowListenersTests {

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

	private final SlowListeners slow = new SlowListeners(Duration.ofSeconds(5), new LogThrottle(this.nanoTime::get),
			this.nanoTime::get);

	@Test
	void warnsAtTheEndOfAListenerThatTookTooLong(CapturedOutput output) {
		call("wallet", 5000);
		assertThat(output).doesNotContain("WARN");
		call("wallet", 5001);
		assertThat(output)
			.containsOnlyOnce("[main] Listener wallet took 5001 ms on NewHeadEvent; what comes after it waits");
	}

	@Test
	void warnsOfAListenerThatIsStillRunning(CapturedOutput output) {
		this.slow.eventBegun(SampleEvents.head(1), this.nanoTime.get());
		this.slow.listenerCalled(SampleEvents.head(1), "wallet", this.nanoTime.get());
		pass(5000);
		this.slow.check();
		assertThat(output).doesNotContain("WARN");
		pass(7000);
		this.slow.check();
		this.slow.check();
		assertThat(output).containsOnlyOnce(
				"[main] Listener wallet has been running for 12000 ms on NewHeadEvent; what comes after it waits");
	}

	@Test
	void warnsOfAListenerThatIsNotIsolated(CapturedOutput output) {
		this.slow.eventBegun(SampleEvents.head(1), this.nanoTime.get());
		call("wallet", 10);
		pass(6000);
		this.slow.check();
		call("audit", 10);
		assertThat(output)
			.containsOnlyOnce("[main] The listeners together have been running for 6010 ms on NewHeadEvent")
			.containsOnlyOnce("[main] A listener that is no @EventListener method took 6000 ms on NewHeadEvent")
			.doesNotContain("wallet")
			.doesNotContain("audit");
	}

	@Test
	void warnsOfAListenerThatIsNotIsolatedAtTheEndOfTheEvent(CapturedOutput output) {
		this.slow.eventBegun(SampleEvents.head(1), this.nanoTime.get());
		pass(6000);
		this.slow.eventEnded(this.nanoTime.get());
		assertThat(output)
			.containsOnlyOnce("[main] A listener that is no @EventListener method took 6000 ms on NewHeadEvent");
	}

	@Test
	void saysNothingWhileNothingIsDelivered(CapturedOutput output) {
		this.slow.check();
		this.slow.eventBegun(SampleEvents.head(1), this.nanoTime.get());
		this.slow.eventEnded(this.nanoTime.get());
		pass(60_000);
		this.slow.check();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void warnsOfEachListenerOnceInTenSeconds(CapturedOutput output) {
		call("wallet", 6000);
		call("wallet", 6000);
		call("wallet", 6000);
		assertThat(output.toString().split("Listener wallet took 6000 ms")).hasSize(3);
		assertThat(output).containsOnlyOnce("(and 1 times since the last such line)");
	}

	private void call(String listener, long millis) {
		this.slow.listenerCalled(SampleEvents.head(1), listener, this.nanoTime.get());
		pass(millis);
		this.slow.listenerFinished(this.nanoTime.get());
	}

	private void pass(long millis) {
		this.nanoTime.addAndGet(Duration.ofMillis(millis).toNanos());
	}

}
