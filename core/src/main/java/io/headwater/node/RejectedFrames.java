package io.headwater.node;

import java.time.Duration;

/**
 * Counts messages that cannot be read: a single one is skipped, but a node that sends
 * nothing else, or floods us with them, is left. For one thread at a time.
 */
final class RejectedFrames {

	private static final int MOST_IN_A_ROW = 100;

	private static final int MOST_IN_WINDOW = 1000;

	private static final long WINDOW = Duration.ofSeconds(10).toNanos();

	private int inARow;

	private int inWindow;

	private long windowNanos;

	/**
	 * Count a message.
	 * @return whether there were too many that could not be read
	 */
	boolean countAndCheck(boolean rejected, long now) {
		if (!rejected) {
			this.inARow = 0;
			return false;
		}
		if (this.inWindow == 0 || now - this.windowNanos >= WINDOW) {
			this.windowNanos = now;
			this.inWindow = 0;
		}
		this.inARow++;
		this.inWindow++;
		return this.inARow >= MOST_IN_A_ROW || this.inWindow >= MOST_IN_WINDOW;
	}

}
