package io.headwater.testing;

import java.util.concurrent.Semaphore;

import io.headwater.NewHeadEvent;

import org.springframework.context.event.EventListener;

/**
 * A listener that may be shut, or fail.
 */
public class Gate {

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

	public void shut() throws InterruptedException {
		this.open.acquire();
	}

	public void open() {
		this.open.release();
	}

	public void fail(boolean failing) {
		this.failing = failing;
	}

}
