package io.headwater.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Notices a storm of reorgs: more of them in a minute than a chain makes by itself. For
 * one thread at a time.
 */
final class ReorgRate {

	private static final int MOST = 20;

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final Queue<Long> reorgs = new ArrayDeque<>();

	/**
	 * Count a reorg.
	 * @return whether there were too many in the last minute; they are counted afresh
	 * then
	 */
	boolean isStorm(long now) {
		while (!this.reorgs.isEmpty() && now - this.reorgs.element() >= MINUTE) {
			this.reorgs.remove();
		}
		this.reorgs.add(now);
		if (this.reorgs.size() <= MOST) {
			return false;
		}
		this.reorgs.clear();
		return true;
	}

}
