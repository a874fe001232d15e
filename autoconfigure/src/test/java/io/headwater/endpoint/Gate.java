package io.headwater.endpoint;

import java.util.concurrent.Semaphore;

import io.headwater.NewHeadEvent;

import org.springframework.context.event.EventListener;

/**
 * A listener that may be shut, or fail.
 */
class Gate {

	private final Semaphore open = new Semaphore(1);

	private volatile boolean failing;

	@EventListener(id = "gate.on(NewHeadEvent)")
	void on(NewHeadEvent event) throws InterruptedException {
		this.open.acquire();
		this.open.release();
		if (this.failing) {
			throw new IllegalStateException("expected by a test");
		}
	}

	void shut() throws InterruptedException {
		this.open.acquire();
	}

	void open() {
		this.open.release();
	}

	void fail(boolean failing) {
		this.failing = failing;
	}

}
