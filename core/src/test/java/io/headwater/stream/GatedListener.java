package io.headwater.stream;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.headwater.NewHeadEvent;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener that is stuck in its first event until somebody opens it.
 */
class GatedListener {

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch open = new CountDownLatch(1);

	@EventListener
	void on(NewHeadEvent event) throws InterruptedException {
		this.entered.countDown();
		this.open.await();
	}

	void awaitEntered() throws InterruptedException {
		assertThat(this.entered.await(20, TimeUnit.SECONDS)).isTrue();
	}

	void open() {
		this.open.countDown();
	}

}
