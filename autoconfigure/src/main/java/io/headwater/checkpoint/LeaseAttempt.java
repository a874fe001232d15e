package io.headwater.checkpoint;

import java.time.Duration;

/**
 * How an attempt to acquire a lease ended.
 *
 * @param acquired whether the caller is the owner now
 * @param remaining for how long the other owner's lease lasts unless it is renewed, zero
 * if acquired
 */
public record LeaseAttempt(boolean acquired, Duration remaining) {

	/**
	 * The caller is the owner.
	 */
	public static final LeaseAttempt ACQUIRED = new LeaseAttempt(true, Duration.ZERO);

	/**
	 * Another one is the owner.
	 * @param remaining for how long its lease lasts unless it is renewed
	 * @return the attempt
	 */
	public static LeaseAttempt heldByAnother(Duration remaining) {
		return new LeaseAttempt(false, remaining);
	}

}
