package io.headwater.transport;

import java.io.IOException;
import java.time.Duration;

import io.headwater.transport.ConnectionLoss.Kind;

/**
 * Finds out that a node is dead where the session itself notices silence: it is pinged,
 * and dead when it stays silent. For the thread that reads.
 */
final class SilenceWatch implements WatchfulSession.SilenceListener {

	private final KeepAlive limits;

	private final WatchfulSession session;

	private final Subject subject;

	private State state = State.LISTENING;

	private long lastFrameBeforePing;

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
		if (this.state == State.PINGED && this.subject.lastFrame() == this.lastFrameBeforePing) {
			this.subject.dead(ConnectionLoss.silent(this.limits.timeout()));
			return this.limits.timeout();
		}
		this.state = State.PINGED;
		this.lastFrameBeforePing = this.subject.lastFrame();
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

	private enum State {

		/** The node has not been silent yet. */
		LISTENING,

		/** Once at least; whether anything came since then tells the last frame. */
		PINGED

	}

}
