package io.headwater.support;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogThrottleTests {

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

	private final LogThrottle throttle = new LogThrottle(this.nanoTime::get);

	@Test
	void letsOneLineOfEachKindThroughInTenSeconds() {
		assertThat(this.throttle.pass("a")).isEqualTo(OptionalInt.of(0));
		assertThat(this.throttle.pass("b")).isEqualTo(OptionalInt.of(0));
		this.nanoTime.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
		assertThat(this.throttle.pass("a")).isEmpty();
		this.nanoTime.addAndGet(1);
		assertThat(this.throttle.pass("a")).isEqualTo(OptionalInt.of(1));
		assertThat(this.throttle.pass("a")).isEmpty();
	}

	@Test
	void forgetsTheKindThatWasSeenLongestAgo() {
		this.throttle.pass("first");
		for (int i = 0; i < 300; i++) {
			this.throttle.pass("kind " + i);
		}
		assertThat(this.throttle.pass("first")).isEqualTo(OptionalInt.of(0));
		assertThat(this.throttle.pass("kind 299")).isEmpty();
	}

	@Test
	void tellsInWordsWhatWasHeldBack() {
		assertThat(LogThrottle.heldBack(0)).isEmpty();
		assertThat(LogThrottle.heldBack(3)).isEqualTo(" (and 3 times since the last such line)");
	}

}
