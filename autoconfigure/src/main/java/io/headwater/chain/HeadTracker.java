package io.headwater.chain;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.Advance.Discontinuity;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a head means for the walk. It is a plain state machine, fed one input at a
 * time. The tip is the last head that entered the queue, so a proposed move counts only
 * once it is {@linkplain #entered(Advance) confirmed}.
 */
public final class HeadTracker {

	private final ReferenceWindow window;

	private @Nullable BlockRef tip;

	/**
	 * Create a tracker that has delivered nothing.
	 * @param window how many of the newest references are remembered
	 */
	public HeadTracker(int window) {
		this.window = new ReferenceWindow(window);
	}

	/**
	 * Take a head that the node has told.
	 * @param head the head
	 * @param origin how it came
	 * @return the move to make, or {@code null} if the head brings nothing new
	 */
	public @Nullable Advance propose(Head head, HeadOrigin origin) {
		BlockRef tip = this.tip;
		if (tip == null || head.isChildOf(tip)) {
			return new Advance(head, origin, null);
		}
		if (this.window.contains(head.hash())) {
			return null;
		}
		return new Advance(head, origin, discontinuity(tip, head));
	}

	private static Discontinuity discontinuity(BlockRef tip, Head head) {
		return (head.number() > tip.number() + 1) ? new Advance.Gap(tip.number() + 1, head.number() - 1)
				: new Advance.OtherBranch(tip);
	}

	/**
	 * Hear that a proposed move has entered the queue.
	 * @param advance the move
	 */
	public void entered(Advance advance) {
		Head head = advance.head();
		if (advance.discontinuity() != null) {
			this.window.clear();
		}
		if (this.tip == null && head.number() > 0) {
			// An answer for "latest" may arrive after the announcement of its child.
			this.window.add(new BlockRef(head.number() - 1, head.parentHash()));
		}
		this.tip = head.ref();
		this.window.add(head.ref());
	}

	/**
	 * Return the last head that entered the queue.
	 * @return the tip, or {@code null} before the first head
	 */
	public @Nullable BlockRef tip() {
		return this.tip;
	}

}
