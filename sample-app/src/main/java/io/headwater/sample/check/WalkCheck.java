package io.headwater.sample.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.ReorgEvent;
import org.jspecify.annotations.Nullable;

/**
 * Follows the walk of one listener on one chain, and counts each wrong step. Written by
 * the thread that delivers, read by others.
 */
class WalkCheck {

	private static final int REMEMBERED = 4096;

	private final @Nullable Truth truth;

	private final Deque<BlockRef> walk = new ArrayDeque<>();

	private final Set<BlockRef> walked = new HashSet<>();

	private long heads;

	private long lost;

	private long duplicated;

	private long disordered;

	WalkCheck(@Nullable Truth truth) {
		this.truth = truth;
	}

	synchronized void head(Head head) {
		this.heads++;
		if (this.walked.contains(head.ref())) {
			this.duplicated++;
			return;
		}
		BlockRef tip = this.walk.peekLast();
		if (tip != null && !head.isChildOf(tip)) {
			countWrongStep(tip, head);
		}
		append(head.ref());
	}

	synchronized void reorg(ReorgEvent event) {
		event.reverted().forEach((reverted) -> {
			if (reverted.equals(this.walk.peekLast())) {
				this.walked.remove(this.walk.removeLast());
			}
			else {
				this.disordered++;
			}
		});
		BlockRef tip = this.walk.peekLast();
		if (tip == null) {
			append(event.commonAncestor());
		}
		else if (!tip.equals(event.commonAncestor())) {
			this.disordered++;
		}
	}

	/** After a restart the walk goes on from there; what came later is void. */
	synchronized void resume(BlockRef checkpoint) {
		this.walk.clear();
		this.walked.clear();
		append(checkpoint);
	}

	/** The walk begins anew, wherever the next head is. */
	synchronized void reset() {
		this.walk.clear();
		this.walked.clear();
	}

	synchronized Tally tally() {
		BlockRef tip = this.walk.peekLast();
		Long behind = (this.truth != null && tip != null) ? Math.max(0, this.truth.headNumber() - tip.number()) : null;
		return new Tally(this.heads, this.lost, this.duplicated, this.disordered, behind);
	}

	private void countWrongStep(BlockRef tip, Head head) {
		if (this.truth == null) {
			long missing = head.number() - tip.number() - 1;
			this.lost += Math.max(0, missing);
			this.disordered += (missing <= 0) ? 1 : 0;
			return;
		}
		BlockRef block = this.truth.parentOf(head.ref());
		while (block != null && !this.walked.contains(block)) {
			this.lost++;
			block = this.truth.parentOf(block);
		}
		this.disordered += tip.equals(block) ? 0 : 1;
	}

	private void append(BlockRef block) {
		this.walk.addLast(block);
		this.walked.add(block);
		if (this.walk.size() > REMEMBERED) {
			this.walked.remove(this.walk.removeFirst());
		}
	}

}
