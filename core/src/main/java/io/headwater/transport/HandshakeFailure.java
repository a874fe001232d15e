package io.headwater.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import io.headwater.support.Thrown;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import io.headwater.websocket.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Tells why a handshake failed from the types of what a client throws, for any client.
 * Messages are repeated nowhere: there are addresses in them, and whatever the node sent.
 */
public final class HandshakeFailure {

	private static final int DEEPEST_CAUSE = 10;

	private HandshakeFailure() {
	}

	/**
	 * Tell why a handshake failed.
	 * @param failure what the client threw; its causes are looked at, too
	 * @return what happened, without a secret
	 */
	public static ConnectionLoss of(Throwable failure) {
		Throwable cause = Thrown.printable(failure);
		for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
			ConnectionLoss loss = lossOf(cause);
			if (loss != null) {
				return loss;
			}
			cause = cause.getCause();
		}
		Throwable named = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
				"the upgrade to WebSocket failed (" + named.getClass().getSimpleName() + ")");
	}

	private static @Nullable ConnectionLoss lossOf(Throwable cause) {
		if (cause instanceof HandshakeException told) {
			return told.loss();
		}
		if (cause instanceof SSLException tls) {
			return new ConnectionLoss(Kind.TLS, "the TLS handshake failed: " + TlsFailure.describe(tls));
		}
		if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
			return new ConnectionLoss(Kind.UNREACHABLE, "the host is unknown");
		}
		if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
			return new ConnectionLoss(Kind.UNREACHABLE, "the host refused the connection or is not reachable");
		}
		if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException
				|| cause instanceof InterruptedByTimeoutException) {
			return new ConnectionLoss(Kind.CONNECT_TIMEOUT, "no answer in time");
		}
		return (cause instanceof IOException) ? new ConnectionLoss(Kind.CLOSED,
				"the connection broke before the upgrade (" + cause.getClass().getSimpleName() + ")") : null;
	}

}
