package io.headwater.benchmarks.dispatch;

import java.time.Duration;

import io.headwater.dispatch.DispatchSettings;
import io.headwater.dispatch.FailurePolicy;
import io.headwater.dispatch.PublisherListener;
import io.headwater.dispatch.PublisherState;

import org.springframework.core.retry.RetryPolicy;

/**
 * A queue that always has room.
 */
class NeverFull implements PublisherListener {

	/**
	 * Return the settings of such a queue.
	 * @param steps how many steps there are
	 */
	static DispatchSettings settings(int steps) {
		return new DispatchSettings(steps,
				new FailurePolicy(RetryPolicy.withMaxRetries(3), FailurePolicy.OnFailure.CONTINUE),
				Duration.ofSeconds(5));
	}

	@Override
	public void queueFull() {
		throw new IllegalStateException("there is room for all");
	}

	@Override
	public void roomAgain() {
		throw new IllegalStateException("there is room for all");
	}

	@Override
	public void moved(PublisherState state, String reason) {
		if (state != PublisherState.CLOSED) {
			throw new IllegalStateException(reason);
		}
	}

	@Override
	public void ended() {
		// Nobody waits for it.
	}

}
