package io.headwater.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.testing.FakeWebSocketSession;
import io.headwater.testing.VirtualScheduler;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection over a session that does not notice silence by itself.
 */
class LivenessTests {

	private static final KeepAlive LIMITS = new KeepAlive(Duration.ofSeconds(15), Duration.ofSeconds(10),
			Duration.ofSeconds(30));

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final List<String> pings = new ArrayList<>();

	private final List<ConnectionLoss> losses = new ArrayList<>();

	@Test
	void tellsHowLongAgoTheLastFrameCame() {
		Liveness liveness = liveness(LIMITS);
		this.scheduler.advance(Duration.ofSeconds(3));
		assertThat(liveness.frameCame()).isEqualTo(Duration.ofSeconds(3).toNanos());
		this.scheduler.advance(Duration.ofSeconds(4));
		assertThat(liveness.sinceLastFrame()).isEqualTo(Duration.ofSeconds(4));
		assertThat(liveness.timeOfLastFrame()).hasValue(Duration.ofSeconds(3).toNanos());
	}

	@Test
	void pingsANodeThatIsSilentAndFindsItDead() throws IOException {
		Liveness liveness = liveness(LIMITS);
		liveness.watch(new FakeWebSocketSession());
		this.scheduler.advance(LIMITS.interval());
		assertThat(this.pings).hasSize(1);
		liveness.frameCame();
		this.scheduler.advance(LIMITS.interval());
		assertThat(this.pings).hasSize(2);
		assertThat(this.losses).isEmpty();
		this.scheduler.advance(LIMITS.timeout());
		assertThat(this.losses).containsExactly(ConnectionLoss.silent(LIMITS.timeout()));
	}

	@Test
	void findsAMessageThatIsNeverEnded() throws IOException {
		Liveness liveness = liveness(LIMITS);
		liveness.watch(new FakeWebSocketSession());
		liveness.partCame(false, liveness.frameCame());
		liveness.partCame(true, liveness.frameCame());
		for (int second = 0; second < 30; second++) {
			assertThat(this.losses).isEmpty();
			liveness.partCame(false, liveness.frameCame());
			this.scheduler.advance(Duration.ofSeconds(1));
		}
		assertThat(this.losses).extracting(ConnectionLoss::kind).containsExactly(Kind.PROTOCOL);
	}

	@Test
	void letsANodeWithoutLimitsBeSilent() throws IOException {
		Liveness liveness = liveness(null);
		liveness.watch(new FakeWebSocketSession());
		liveness.partCame(false, liveness.frameCame());
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void watchesNoMoreOnceStoppedEvenIfThatWasBeforeTheStart() throws IOException {
		Liveness watched = liveness(LIMITS);
		watched.watch(new FakeWebSocketSession());
		watched.stop();
		assertThat(this.scheduler.pending()).isZero();
		Liveness stopped = liveness(LIMITS);
		stopped.stop();
		stopped.watch(new FakeWebSocketSession());
		assertThat(this.scheduler.pending()).isZero();
	}

	private Liveness liveness(@Nullable KeepAlive limits) {
		return new Liveness(limits, this.scheduler, this.scheduler::nanoTime, () -> this.pings.add("ping"),
				this.losses::add);
	}

}
