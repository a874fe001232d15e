package io.headwater.chain;

/**
 * Reads the newest head: after each subscription, and whenever something may have been
 * missed.
 */
final class LatestReading {

	private final Requests requests;

	private final Retry retry;

	private boolean wanted;

	private boolean done;

	LatestReading(Requests requests, Retry retry) {
		this.requests = requests;
		this.retry = retry;
	}

	void want() {
		this.wanted = true;
	}

	/**
	 * Ask for it if it is wanted. What is under way may be older than what made it
	 * wanted, so it is asked for again after that.
	 */
	void request() {
		if (this.wanted && this.requests.latest()) {
			this.wanted = false;
		}
	}

	void failed() {
		this.wanted = true;
		this.retry.await();
	}

	void succeeded() {
		this.done = true;
	}

	/**
	 * Return whether it was read since the node was subscribed to.
	 */
	boolean isDone() {
		return this.done;
	}

	void disconnected() {
		this.done = false;
	}

}
