package io.headwater.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.headwater.testing.FakeWebSocketSession;
import io.headwater.testing.VirtualScheduler;
import io.headwater.transport.TransportSettings.KeepAlive;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import io.headwater.websocket.WatchfulSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that is silent is pinged, and dead if it stays silent.
 */
class LivenessTests {

	private static final KeepAlive LIMITS = new KeepAlive(Duration.ofSeconds(15), Duration.ofSeconds(10),
			Duration.ofSeconds(30));

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final SilentSession session = new SilentSession();

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
		liveness.watch(this.session);
		assertThat(this.session.patience).isEqualTo(LIMITS.interval());
		assertThat(silent()).isEqualTo(LIMITS.timeout());
		assertThat(this.session.pings).isEqualTo(1);
		liveness.frameCame();
		assertThat(silent()).isEqualTo(LIMITS.timeout());
		assertThat(this.session.pings).isEqualTo(2);
		assertThat(this.losses).isEmpty();
		silent();
		assertThat(this.losses).containsExactly(ConnectionLoss.silent(LIMITS.timeout()));
		assertThat(this.session.pings).isEqualTo(2);
	}

	@Test
	void nodeThatPingsOrSendsPartsIsThere() throws IOException {
		Liveness liveness = liveness(LIMITS);
		liveness.watch(this.session);
		for (int round = 1; round <= 5; round++) {
			silent();
			this.scheduler.advance(Duration.ofSeconds(1));
			Objects.requireNonNull(this.session.listener).frameCame();
			assertThat(liveness.sinceLastFrame()).isZero();
			assertThat(this.session.pings).isEqualTo(round);
		}
		assertThat(this.losses).isEmpty();
	}

	@Test
	void pingThatCannotBeSentEndsTheConnection() throws IOException {
		liveness(LIMITS).watch(this.session);
		this.session.failure = new IOException("SECRETKEY123");
		silent();
		assertThat(this.losses)
			.containsExactly(new ConnectionLoss(Kind.SEND_FAILED, "a ping could not be sent (IOException)"));
	}

	@Test
	void letsANodeWithoutLimitsBeSilent() throws IOException {
		liveness(null).watch(this.session);
		assertThat(this.session.listener).isNull();
	}

	private Duration silent() {
		this.scheduler.advance(Duration.ofSeconds(15));
		return Objects.requireNonNull(this.session.listener).silent();
	}

	private Liveness liveness(@Nullable KeepAlive limits) {
		return new Liveness(limits, this.scheduler::nanoTime, this.losses::add);
	}

	/**
	 * A session whose silence a test plays.
	 */
	private static final class SilentSession extends WebSocketSessionDecorator implements WatchfulSession {

		private @Nullable Duration patience;

		private @Nullable SilenceListener listener;

		private @Nullable IOException failure;

		private int pings;

		SilentSession() {
			super(new FakeWebSocketSession());
		}

		@Override
		public void watch(Duration patience, SilenceListener listener) {
			this.patience = patience;
			this.listener = listener;
		}

		@Override
		public void ping() throws IOException {
			if (this.failure != null) {
				throw this.failure;
			}
			this.pings++;
		}

		@Override
		public @Nullable CloseStatus verdict() {
			return null;
		}

	}

}
