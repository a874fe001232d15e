package io.headwater.checkpoint;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt to acquire a lease ended.
 *
 * @param acquired whether the caller is the owner now
 * @param remaining for how long the other owner's lease lasts unless it is renewed, zero
 * if acquired
 * @param owner the name of the other owner, or {@code null} if it is not known
 */
public record LeaseAttempt(boolean acquired, Duration remaining, @Nullable String owner) {

	/**
	 * The caller is the owner.
	 */
	public static final LeaseAttempt ACQUIRED = new LeaseAttempt(true, Duration.ZERO, null);

	/**
	 * Another one is the owner, whose name is not known.
	 * @param remaining for how long its lease lasts unless it is renewed
	 * @return the attempt
	 */
	public static LeaseAttempt heldByAnother(Duration remaining) {
		return new LeaseAttempt(false, remaining, null);
	}

	/**
	 * Another one is the owner.
	 * @param owner its name
	 * @param remaining for how long its lease lasts unless it is renewed
	 * @return the attempt
	 */
	public static LeaseAttempt heldBy(String owner, Duration remaining) {
		return new LeaseAttempt(false, remaining, owner);
	}

}
