package io.headwater.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The listeners have not finished a step: one keeps failing, or delivery was paused or
 * stopped in the midst of it. What the step has brought so far must not be taken for
 * done.
 */
public final class StepUnfinishedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param cause what a listener threw, or {@code null} if none has failed
	 */
	public StepUnfinishedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
