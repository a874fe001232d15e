package io.headwater.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.headwater.ChainEvent;
import io.headwater.NewHeadEvent;

import org.springframework.context.event.EventListener;

/**
 * A listener that does not return from a head before a test opens it, whoever interrupts
 * it, and that counts how often it runs at once.
 */
public class DeafListener {

	private static final Runnable NOTHING = () -> {
	};

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger mostAtOnce = new AtomicInteger();

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch open = new CountDownLatch(1);

	private final AtomicReference<Runnable> action = new AtomicReference<>(NOTHING);

	@EventListener
	void on(ChainEvent event) {
		this.mostAtOnce.accumulateAndGet(this.running.incrementAndGet(), Math::max);
		try {
			if (event instanceof NewHeadEvent) {
				this.calls.incrementAndGet();
				this.entered.countDown();
				awaitDeaf(this.open);
				this.action.getAndSet(NOTHING).run();
			}
		}
		finally {
			this.running.decrementAndGet();
		}
	}

	/**
	 * Wait until a latch is open, deaf to interrupts.
	 */
	public static void awaitDeaf(CountDownLatch open) {
		boolean interrupted = false;
		while (open.getCount() > 0) {
			try {
				open.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	public void awaitEntered() throws InterruptedException {
		this.entered.await();
	}

	public void open() {
		this.open.countDown();
	}

	/** Does something with the next head, once it is open. */
	public void onNextHead(Runnable action) {
		this.action.set(action);
	}

	/** How many heads it was called with. */
	public int calls() {
		return this.calls.get();
	}

	public int mostAtOnce() {
		return this.mostAtOnce.get();
	}

}
