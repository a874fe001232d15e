package io.headwater.chain;

import java.util.List;

import io.headwater.ChainResetEvent;
import org.jspecify.annotations.Nullable;

/**
 * Where the walk begins, at first or anew.
 *
 * @param number the number of its first head, or {@code null} for the newest one
 * @param before what is told before that head
 * @param reset why continuity cannot be shown, or {@code null} if there is nothing to
 * continue
 */
record StartPoint(@Nullable Long number, List<WalkEvent> before, ChainResetEvent.@Nullable Reason reset) {

	/**
	 * Return whether nothing is told before the first head.
	 */
	boolean isPlain() {
		return this.reset == null && this.before.isEmpty();
	}

	/**
	 * Return whether the chain leaves no other choice.
	 */
	boolean isForced() {
		return this.reset != null && this.reset != ChainResetEvent.Reason.REPLAY;
	}

	static StartPoint at(@Nullable Long number) {
		return new StartPoint(number, List.of(), null);
	}

	static StartPoint after(List<WalkEvent> before, long number) {
		return new StartPoint(number, before, null);
	}

	static StartPoint reset(ChainResetEvent.Reason reason, long number) {
		return new StartPoint(number, List.of(), reason);
	}

}
