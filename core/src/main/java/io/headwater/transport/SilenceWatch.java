package io.headwater.transport;

import java.io.IOException;
import java.time.Duration;

import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import io.headwater.websocket.WatchfulSession;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that a node is dead where the session itself notices silence: it is pinged,
 * and dead when it stays silent. For the thread that reads.
 */
final class SilenceWatch implements WatchfulSession.SilenceListener {

	private final KeepAlive limits;

	private final WatchfulSession session;

	private final Subject subject;

	/** The last frame before the latest ping, if there was one. */
	private @Nullable Long lastFrameBeforePing;

	SilenceWatch(KeepAlive limits, WatchfulSession session, Subject subject) {
		this.limits = limits;
		this.session = session;
		this.subject = subject;
	}

	void start() throws IOException {
		this.session.watch(this.limits.interval(), this);
	}

	@Override
	public void pinged() {
		this.subject.heard();
	}

	@Override
	public Duration silent() {
		long lastFrame = this.subject.lastFrame();
		if (this.lastFrameBeforePing != null && this.lastFrameBeforePing == lastFrame) {
			this.subject.dead(ConnectionLoss.silent(this.limits.timeout()));
			return this.limits.timeout();
		}
		this.lastFrameBeforePing = lastFrame;
		try {
			this.session.ping();
		}
		catch (IOException ex) {
			this.subject.dead(new ConnectionLoss(Kind.SEND_FAILED,
					"a ping could not be sent (" + ex.getClass().getSimpleName() + ")"));
		}
		return this.limits.timeout();
	}

	/**
	 * What is watched.
	 */
	interface Subject {

		/**
		 * Return when the last frame came, or when the connection was opened.
		 */
		long lastFrame();

		/**
		 * A frame has come that is no message.
		 */
		void heard();

		/**
		 * End, since the node is dead.
		 */
		void dead(ConnectionLoss loss);

	}

}
