package io.headwater.chain;

import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * Notices a node that does not serve the headers on which its own newest head stands.
 * Another node may have them.
 */
final class UnservedHeaders {

	/** With the waits in between, that takes three seconds: a backend may lag. */
	private static final int TIMES = 6;

	private final WalkOutput output;

	private final SyncPath path;

	private final Pruning pruning;

	/** The newest head that the node has served on this connection. */
	private @Nullable Head newest;

	/** Over connections of one node, so that one that also hangs up is noticed. */
	private int denials;

	UnservedHeaders(WalkOutput output, SyncPath path, Pruning pruning) {
		this.output = output;
		this.path = path;
		this.pruning = pruning;
	}

	void newestRead(Head newest) {
		this.newest = newest;
	}

	/**
	 * Note that the node has not served the header that is needed next.
	 */
	void denied(HeaderRequest request) {
		Head newest = this.newest;
		if (newest == null || this.pruning.isSuspected() || !this.path.leadsTo(newest, request)) {
			return;
		}
		this.denials++;
		if (this.denials >= TIMES) {
			this.output.unserved(request.number());
		}
	}

	void disconnected() {
		this.newest = null;
	}

	/**
	 * Count afresh: the walk made progress, or another node is there.
	 */
	void reset() {
		this.denials = 0;
	}

}
