package io.headwater.sample.simulation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.headwater.NewHeadEvent;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * A listener that takes its time with some heads, when told to.
 */
class SlowListener {

	private final CountDownLatch closed = new CountDownLatch(1);

	private final AtomicInteger slowHeads = new AtomicInteger();

	private final Duration slowness;

	SlowListener(Duration slowness) {
		this.slowness = slowness;
	}

	void slowDown(int heads) {
		this.slowHeads.set(heads);
	}

	@EventListener(id = "slow-listener")
	void on(NewHeadEvent event) throws InterruptedException {
		if (this.slowHeads.getAndUpdate((heads) -> Math.max(0, heads - 1)) > 0) {
			this.closed.await(this.slowness.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	@EventListener
	void on(ContextClosedEvent event) {
		this.closed.countDown();
	}

}
