package io.headwater.stream;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.headwater.NewHeadEvent;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener that is stuck when a certain head comes for the first time, until somebody
 * opens it.
 */
class HeadGate {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch open = new CountDownLatch(1);

	private final long number;

	HeadGate(long number) {
		this.number = number;
	}

	@EventListener
	void on(NewHeadEvent event) throws InterruptedException {
		if (event.head().number() == this.number) {
			this.entered.countDown();
			this.open.await();
		}
	}

	void awaitEntered() throws InterruptedException {
		assertThat(this.entered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	void open() {
		this.open.countDown();
	}

}
