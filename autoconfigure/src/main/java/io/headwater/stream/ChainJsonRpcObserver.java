package io.headwater.stream;

import java.util.EnumMap;
import java.util.Map;

import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.jsonrpc.JsonRpcObserver;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Adds the chain to what a client counts, and logs the first message that is skipped of
 * each kind: a node that sends garbage must not fill the log too.
 */
final class ChainJsonRpcObserver implements JsonRpcObserver {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	private final String chain;

	private final StreamObserver observer;

	private final Map<FrameRejection, Boolean> logged = new EnumMap<>(FrameRejection.class);

	ChainJsonRpcObserver(String chain, StreamObserver observer) {
		this.chain = chain;
		this.observer = observer;
	}

	@Override
	public void rejected(FrameRejection rejection) {
		this.observer.frameRejected(this.chain, rejection);
		boolean first;
		synchronized (this.logged) {
			first = this.logged.put(rejection, true) == null;
		}
		if (first) {
			logger.warn("[" + this.chain + "] A message of the node was skipped: " + rejection
					+ ". Further ones of this kind are counted, not logged");
		}
	}

	@Override
	public void called(String method, CallOutcome outcome) {
		this.observer.called(this.chain, method, outcome);
	}

}
