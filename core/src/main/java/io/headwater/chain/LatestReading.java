package io.headwater.chain;

import io.headwater.Head;
import io.headwater.chain.HeaderRequest.Kind;
import io.headwater.chain.Requests.Asker;
import org.jspecify.annotations.Nullable;

/**
 * Reads the newest head: after each subscription, and whenever something may have been
 * missed.
 */
final class LatestReading {

	private final Requests requests;

	private final Retry retry;

	private final Asker taker;

	private boolean wanted = true;

	private long times;

	private boolean underWay;

	private boolean overtaken;

	private boolean askedAgain;

	/** Whether it is an announcement that says there is something. */
	private boolean prompted;

	private boolean underWayPrompted;

	/** Whether it was not answered the last time, so that it has to wait. */
	private boolean failing;

	/** The newest head that was served on this connection. */
	private @Nullable Head newest;

	LatestReading(Requests requests, Retry retry, Asker taker) {
		this.requests = requests;
		this.retry = retry;
		this.taker = taker;
	}

	void want() {
		this.wanted = true;
	}

	/** Want it in place of what was announced. */
	void wantInstead() {
		this.wanted = true;
		this.prompted = true;
	}

	/** Note that a head was announced, which may be newer than what is under way. */
	void overtake() {
		this.overtaken = this.underWay;
	}

	/**
	 * Ask again for what was read last if another head was announced meanwhile. The
	 * second answer counts in any case.
	 * @return whether it is asked again, so that what was read does not count
	 */
	boolean wantAgainIfOvertaken() {
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
		boolean isTime = this.wanted && !this.underWay && ((this.prompted && !this.failing) || !this.retry.isWaiting());
		if (isTime && this.requests.send(this.taker, Kind.LATEST)) {
			this.wanted = false;
			this.times++;
			this.underWay = true;
			this.overtaken = false;
			this.underWayPrompted = this.prompted;
			this.prompted = false;
		}
	}

	/** Return how often it was asked for. An answer is that to the last time. */
	long times() {
		return this.times;
	}

	boolean isUnderWay() {
		return this.underWay;
	}

	/** Return the newest head that was read on this connection, or {@code null}. */
	@Nullable Head newest() {
		return this.newest;
	}

	/** Note that it was not served, and ask again later. */
	void fail() {
		this.underWay = false;
		this.failing = true;
		this.prompted |= this.underWayPrompted;
		this.wanted = true;
		this.retry.schedule();
	}

	/** Take what was served. */
	void succeed(Head newest) {
		this.underWay = false;
		this.failing = false;
		this.newest = newest;
	}

	/** Return whether it was read since the node was subscribed to. */
	boolean isDone() {
		return this.newest != null;
	}

}
