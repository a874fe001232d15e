package io.headwater.chain;

/**
 * Reads the newest head: after each subscription, and whenever something may have been
 * missed.
 */
final class LatestReading {

	private final Requests requests;

	private final Retry retry;

	private boolean wanted;

	private long times;

	private boolean underWay;

	private boolean overtaken;

	private boolean askedAgain;

	/** Whether it is an announcement that says there is something. */
	private boolean prompted;

	private boolean underWayPrompted;

	/** Whether it was not answered the last time, so that it has to wait. */
	private boolean failing;

	/** The number of the newest head that was served on this connection. */
	private long newest = -1;

	private boolean done;

	LatestReading(Requests requests, Retry retry) {
		this.requests = requests;
		this.retry = retry;
	}

	void want() {
		this.wanted = true;
	}

	/**
	 * Want it in place of what was announced.
	 */
	void wantInstead() {
		this.wanted = true;
		this.prompted = true;
	}

	/**
	 * Note that a head was announced, which may be newer than what is under way.
	 */
	void announced() {
		this.overtaken = this.underWay;
	}

	/**
	 * Return whether what was read last is to be asked for again since another head was
	 * announced meanwhile. The second answer counts in any case.
	 */
	boolean isOvertaken() {
		boolean again = this.overtaken && !this.askedAgain;
		this.askedAgain = again;
		if (again) {
			this.wanted = true;
			this.prompted |= this.underWayPrompted;
		}
		return again;
	}

	/**
	 * Return whether what was read last was wanted in place of an announcement, so that
	 * it is as new as one.
	 */
	boolean isInstead() {
		return this.underWayPrompted;
	}

	/**
	 * Ask for it if it is wanted. What is under way may be older than what made it
	 * wanted, so it is asked for again after that. In place of an announcement it does
	 * not wait until another header may be asked for again.
	 */
	void request() {
		if (this.wanted && this.requests.latest(this.prompted && !this.failing)) {
			this.wanted = false;
			this.times++;
			this.underWay = true;
			this.overtaken = false;
			this.underWayPrompted = this.prompted;
			this.prompted = false;
		}
	}

	/**
	 * Return how often it was asked for. An answer is that to the last time.
	 */
	long times() {
		return this.times;
	}

	boolean isUnderWay() {
		return this.underWay;
	}

	/**
	 * Return the number of the newest head that was read on this connection, or -1.
	 */
	long newest() {
		return this.newest;
	}

	void failed() {
		this.underWay = false;
		this.failing = true;
		this.prompted |= this.underWayPrompted;
		this.wanted = true;
		this.retry.await();
	}

	void succeeded(long number) {
		this.underWay = false;
		this.failing = false;
		this.newest = number;
		this.done = true;
	}

	/**
	 * Return whether it was read since the node was subscribed to.
	 */
	boolean isDone() {
		return this.done;
	}

	void disconnected() {
		this.overtaken = false;
		this.askedAgain = false;
		this.prompted = false;
		this.underWayPrompted = false;
		this.underWay = false;
		this.failing = false;
		this.newest = -1;
		this.done = false;
	}

}
