package io.headwater.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.WatchfulSession;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.WebSocketSession;

/**
 * Knows whether a node is still there at the other end of a connection: when its last
 * frame came, and whether it is dead. That is found out by the thread that reads, where
 * the session notices silence by itself, and by a deadline elsewhere.
 */
final class Liveness implements ConnectionWatch.Subject, SilenceWatch.Subject {

	private final @Nullable KeepAlive limits;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	private final Runnable pinger;

	private final Consumer<ConnectionLoss> dead;

	private final AtomicLong lastFrame = new AtomicLong();

	/** Where the session does not watch by itself. */
	private volatile @Nullable ConnectionWatch watch;

	private volatile boolean stopped;

	/**
	 * Create what watches one connection.
	 * @param limits how long it may be silent, or {@code null} to let it be silent for
	 * ever
	 * @param pinger sends a ping, without waiting
	 * @param dead ends the connection
	 */
	Liveness(@Nullable KeepAlive limits, ScheduledExecutorService scheduler, LongSupplier nanoTime, Runnable pinger,
			Consumer<ConnectionLoss> dead) {
		this.limits = limits;
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.pinger = pinger;
		this.dead = dead;
	}

	/**
	 * Note that a frame has come, or that the connection is open.
	 * @return when that was
	 */
	long frameCame() {
		long now = this.nanoTime.getAsLong();
		this.lastFrame.set(now);
		return now;
	}

	/**
	 * Find out from now on that the node is dead. To be called on the thread that reads.
	 * @throws IOException if the session is over
	 */
	void watch(WebSocketSession session) throws IOException {
		if (this.limits == null) {
			return;
		}
		if (session instanceof WatchfulSession watchful) {
			new SilenceWatch(this.limits, watchful, this).start();
			return;
		}
		ConnectionWatch watch = new ConnectionWatch(this.limits, this.scheduler, this.nanoTime, this);
		this.watch = watch;
		watch.start();
		if (this.stopped) {
			watch.stop();
		}
	}

	/**
	 * Note that a part of a message has come.
	 * @param last whether the message is whole now
	 * @param nanos when it came
	 */
	void partCame(boolean last, long nanos) {
		ConnectionWatch watch = this.watch;
		if (watch == null) {
			return;
		}
		if (last) {
			watch.messageEnded();
		}
		else {
			watch.messageGoesOn(nanos);
		}
	}

	void stop() {
		this.stopped = true;
		ConnectionWatch watch = this.watch;
		if (watch != null) {
			watch.stop();
		}
	}

	Duration sinceLastFrame() {
		return Duration.ofNanos(Math.max(0, this.nanoTime.getAsLong() - lastFrame()));
	}

	/**
	 * Return the time of the last frame for those who outlive the connection.
	 * @return always up to date
	 */
	AtomicLong timeOfLastFrame() {
		return this.lastFrame;
	}

	@Override
	public long lastFrame() {
		return this.lastFrame.get();
	}

	@Override
	public void heard() {
		frameCame();
	}

	@Override
	public void ping() {
		this.pinger.run();
	}

	@Override
	public void dead(ConnectionLoss loss) {
		this.dead.accept(loss);
	}

}
