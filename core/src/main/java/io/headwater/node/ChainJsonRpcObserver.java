package io.headwater.node;

import java.util.concurrent.atomic.LongAdder;

import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.jsonrpc.JsonRpcObserver;
import io.headwater.support.ChainLog;

/**
 * Adds the chain to what a client counts, and logs what cannot be read: one line of each
 * kind in ten seconds, since a node that sends garbage must not fill the log too.
 */
public final class ChainJsonRpcObserver implements JsonRpcObserver {

	private final String chain;

	private final LinkObserver observer;

	private final ChainLog log;

	private final LongAdder rejections = new LongAdder();

	public ChainJsonRpcObserver(String chain, LinkObserver observer, ChainLog log) {
		this.chain = chain;
		this.observer = observer;
		this.log = log;
	}

	@Override
	public void rejected(FrameRejection rejection) {
		this.rejections.increment();
		this.observer.frameRejected(this.chain, rejection);
		this.log.warn("skipped: " + rejection, "A message of the node was skipped: " + rejection);
	}

	@Override
	public void malformed(String method, String fault) {
		this.log.warn("unreadable: " + method, "An answer to " + method + " could not be read: " + fault);
	}

	@Override
	public void called(String method, CallOutcome outcome) {
		this.observer.called(this.chain, method, outcome);
	}

	/**
	 * Return how many messages were skipped.
	 */
	long rejections() {
		return this.rejections.sum();
	}

}
