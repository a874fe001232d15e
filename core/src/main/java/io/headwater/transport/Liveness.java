package io.headwater.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.headwater.transport.TransportSettings.KeepAlive;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import io.headwater.websocket.WatchfulSession;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether a node is still there at the other end of a connection: when its last
 * frame came, and whether it is dead. One that is silent is pinged, and dead when it
 * stays silent.
 */
final class Liveness {

	private final @Nullable KeepAlive limits;

	private final LongSupplier nanoTime;

	private final Consumer<ConnectionLoss> dead;

	private final AtomicLong lastFrame = new AtomicLong();

	/**
	 * Create what watches one connection.
	 * @param limits how long it may be silent, or {@code null} to let it be silent for
	 * ever
	 */
	Liveness(@Nullable KeepAlive limits, LongSupplier nanoTime, Consumer<ConnectionLoss> dead) {
		this.limits = limits;
		this.nanoTime = nanoTime;
		this.dead = dead;
	}

	/** Note when a frame has come, or the connection is open, and return it. */
	long frameCame() {
		long now = this.nanoTime.getAsLong();
		this.lastFrame.set(now);
		return now;
	}

	/**
	 * Find out from now on that the node is dead. To be called on the thread that reads.
	 */
	void watch(WatchfulSession session) throws IOException {
		if (this.limits != null) {
			session.watch(this.limits.interval(), new Pinger(session, this.limits.timeout()));
		}
	}

	Duration sinceLastFrame() {
		return Duration.ofNanos(Math.max(0, this.nanoTime.getAsLong() - this.lastFrame.get()));
	}

	/** Return the time of the last frame, always up to date, for who lives longer. */
	AtomicLong timeOfLastFrame() {
		return this.lastFrame;
	}

	/** Pings a node that is silent. For one thread at a time. */
	private final class Pinger implements WatchfulSession.SilenceListener {

		private final WatchfulSession session;

		private final Duration timeout;

		/** The last frame before the latest ping, if there was one. */
		private @Nullable Long lastFrameBeforePing;

		Pinger(WatchfulSession session, Duration timeout) {
			this.session = session;
			this.timeout = timeout;
		}

		@Override
		public void frameCame() {
			Liveness.this.frameCame();
		}

		@Override
		public Duration silent() {
			long lastFrame = Liveness.this.lastFrame.get();
			if (this.lastFrameBeforePing != null && this.lastFrameBeforePing == lastFrame) {
				Liveness.this.dead.accept(ConnectionLoss.silent(this.timeout));
				return this.timeout;
			}
			this.lastFrameBeforePing = lastFrame;
			try {
				this.session.ping();
			}
			catch (IOException ex) {
				Liveness.this.dead.accept(new ConnectionLoss(Kind.SEND_FAILED,
						"a ping could not be sent (" + ex.getClass().getSimpleName() + ")"));
			}
			return this.timeout;
		}

	}

}
