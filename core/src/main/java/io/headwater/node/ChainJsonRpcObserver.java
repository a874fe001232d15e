package io.headwater.node;

import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.jsonrpc.JsonRpcObserver;

/**
 * Adds the chain to what a client counts, and logs what cannot be read: one line of each
 * kind in ten seconds, since a node that sends garbage must not fill the log too.
 */
final class ChainJsonRpcObserver implements JsonRpcObserver {

	private final LinkContext context;

	/** For the connection's reader alone, which does all the reading. */
	private long rejections;

	ChainJsonRpcObserver(LinkContext context) {
		this.context = context;
	}

	@Override
	public void rejected(FrameRejection rejection) {
		this.rejections++;
		this.context.observer().frameRejected(this.context.chain(), rejection);
		this.context.log().warn("skipped: " + rejection, "A message of the node was skipped: " + rejection);
	}

	@Override
	public void malformed(String method, String fault) {
		this.context.log().warn("unreadable: " + method, "An answer to " + method + " could not be read: " + fault);
	}

	@Override
	public void called(String method, CallOutcome outcome) {
		this.context.observer().called(this.context.chain(), method, outcome);
	}

	/** Return how many messages were skipped. */
	long rejections() {
		return this.rejections;
	}

}
