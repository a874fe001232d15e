package io.headwater.stream;

import java.util.ArrayList;
import java.util.List;

import io.headwater.ConnectionState;
import io.headwater.StreamState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Observers of streams, one of which fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class StreamObserversTests implements StreamObserver {

	private final List<String> heard = new ArrayList<>();

	@Override
	public void stateChanged(String chain, StreamState from, StreamState to, String reason) {
		this.heard.add(chain + " " + to);
	}

	@Override
	public void announced(String chain, long number) {
		this.heard.add(chain + " " + number);
	}

	@Test
	void oneThatFailsKeepsNothingFromTheOthersOrFromTheStream(CapturedOutput output) {
		StreamObserver observers = StreamObserver.of(List.of(new Failing(), this));
		observers.stateChanged("main", ConnectionState.CONNECTING, ConnectionState.WAITING, "lost");
		observers.announced("main", 7);
		assertThat(this.heard).containsExactly("main WAITING", "main 7");
		assertThat(output).containsOnlyOnce("An observer of streams has failed");
	}

	@Test
	void oneThatFailsAloneDisturbsNoStreamEither() {
		StreamObserver.of(List.of(new Failing())).announced("main", 7);
	}

	private static final class Failing implements StreamObserver {

		@Override
		public void stateChanged(String chain, StreamState from, StreamState to, String reason) {
			throw new IllegalStateException("expected by a test");
		}

		@Override
		public void announced(String chain, long number) {
			throw new IllegalStateException("expected by a test");
		}

	}

}
