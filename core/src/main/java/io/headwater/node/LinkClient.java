package io.headwater.node;

import io.headwater.ethereum.EthereumNode;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.transport.Payload;

/**
 * What a link speaks through, on one connection after another.
 *
 * @param rpc speaks to whichever node is connected
 * @param node asks that node, through the same client
 * @param frames counts what the client could not read
 */
public record LinkClient(JsonRpcClient rpc, EthereumNode node, ChainJsonRpcObserver frames) {

	/**
	 * Take a message.
	 * @return whether there was something in it that could not be read
	 */
	boolean isRejected(Payload payload, long receivedNanos) {
		long before = this.frames.rejections();
		this.rpc.received(payload, receivedNanos);
		return this.frames.rejections() != before;
	}

}
