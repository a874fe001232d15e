package io.headwater.chain;

import java.util.Collection;
import java.util.Iterator;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.chain.Requests.Asker;

/**
 * Reads, by their hashes, the headers of heads that an earlier run has delivered and not
 * confirmed, before the next head may confirm them. What no node serves after several
 * attempts in about a minute is done without, so that delivery does not wait for ever.
 */
final class UnconfirmedReload implements Asker {

	/** The waits between so many attempts are 51 seconds together. */
	private static final int ATTEMPTS = 10;

	private final DeliveredChain walk;

	private final Requests requests;

	private final Retry retry;

	private final WalkOutput output;

	private int failedAttempts;

	private boolean asked;

	/** Create it for a connection. */
	UnconfirmedReload(DeliveredChain walk, int failedAttempts, Requests requests, Waits waits, WalkOutput output) {
		this.walk = walk;
		this.failedAttempts = failedAttempts;
		this.requests = requests;
		this.retry = new Retry(waits, () -> {
		});
		this.output = output;
	}

	/** Return whether a head may be delivered on a block, and ask for what is missing. */
	boolean ensureLoaded(long ancestor) {
		Collection<BlockRef> unread = this.walk.unread(ancestor);
		if (unread.isEmpty()) {
			return true;
		}
		if (this.failedAttempts >= ATTEMPTS) {
			this.output.warned("of " + unread.size() + " heads up to block " + unread.iterator().next().number()
					+ ", which were delivered before the start, the headers cannot be had; they are not confirmed");
			this.walk.endReload();
			return true;
		}
		if (!this.retry.isWaiting()) {
			this.asked = true;
			ask(unread);
		}
		return false;
	}

	/** As many as may be under way, so that thousands cost no more than a few. */
	private void ask(Collection<BlockRef> unread) {
		Iterator<BlockRef> blocks = unread.iterator();
		boolean more = true;
		while (more && blocks.hasNext()) {
			more = this.requests.send(this, blocks.next());
		}
	}

	@Override
	public void answered(HeaderRequest request, HeaderAnswer answer) {
		Head head = answer.head();
		if (head != null) {
			this.walk.reload(head);
		}
		else if (!this.retry.isWaiting()) {
			this.failedAttempts++;
			this.asked = false;
			if (this.failedAttempts < ATTEMPTS) {
				this.retry.schedule();
			}
		}
	}

	/**
	 * Return how often reading has failed if the connection ends now: it may be this very
	 * question that a node does not bear.
	 */
	int failedAttempts() {
		return this.failedAttempts + ((this.asked && !this.retry.isWaiting()) ? 1 : 0);
	}

}
