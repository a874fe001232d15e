package io.headwater.dispatch;

import java.util.ArrayList;
import java.util.List;

import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Observers of deliveries, one of which fails.
 */
class DispatchObserversTests implements DispatchObserver {

	private final List<String> heard = new ArrayList<>();

	@Override
	public void delivering(ChainEvent event, int attempt, long latencyNanos) {
		this.heard.add("delivering " + attempt);
	}

	@Override
	public void abandoned(ChainEvent event, @Nullable String listener) {
		this.heard.add("gave up " + listener);
	}

	@Test
	void oneThatFailsKeepsNothingFromTheOthers() {
		DispatchObserver observers = DispatchObserver.of(List.of(new Failing(), this));
		observers.delivering(SampleEvents.head(1), 1, 0);
		observers.abandoned(SampleEvents.head(1), "one");
		assertThat(this.heard).containsExactly("delivering 1", "gave up one");
	}

	private static final class Failing implements DispatchObserver {

		@Override
		public void delivering(ChainEvent event, int attempt, long latencyNanos) {
			throw new IllegalStateException("expected by a test");
		}

		@Override
		public void abandoned(ChainEvent event, @Nullable String listener) {
			throw new IllegalStateException("expected by a test");
		}

	}

}
