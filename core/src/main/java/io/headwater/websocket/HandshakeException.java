package io.headwater.websocket;

/**
 * A handshake failed, told without a secret. A client that replaces the default one
 * completes its future with it, so that more is known of the failure than the type of an
 * exception.
 */
public class HandshakeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient ConnectionLoss loss;

	/**
	 * Tell of a failed handshake. What caused it is not kept: causes repeat addresses.
	 */
	public HandshakeException(ConnectionLoss loss) {
		super(loss.detail());
		this.loss = loss;
	}

	public ConnectionLoss loss() {
		return this.loss;
	}

}
