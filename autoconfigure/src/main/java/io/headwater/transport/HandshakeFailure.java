package io.headwater.transport;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.headwater.transport.ConnectionLoss.Kind;

/**
 * Tells a failed connection attempt by its exceptions, without repeating their texts:
 * those of Tomcat's client contain the whole address and whatever the node answered.
 */
final class HandshakeFailure {

	/** Tomcat's client tells the status only in its text, in square brackets. */
	private static final Pattern STATUS = Pattern.compile("\\[([1-5]\\d{2})]");

	private static final int DEEPEST_CAUSE = 10;

	private HandshakeFailure() {
	}

	static ConnectionLoss of(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
			if (cause instanceof SSLException) {
				return new ConnectionLoss(Kind.TLS, "the TLS handshake failed (" + name(cause) + ")");
			}
			if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
				return new ConnectionLoss(Kind.UNREACHABLE, "the host is unknown");
			}
			if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
				return new ConnectionLoss(Kind.UNREACHABLE, "the host refused the connection or is not reachable");
			}
			cause = cause.getCause();
		}
		return new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket failed (" + told(failure) + ")");
	}

	private static String told(Throwable failure) {
		String text = failure.getMessage();
		Matcher status = STATUS.matcher((text != null) ? text : "");
		return status.find() ? "HTTP status " + status.group(1) : name(failure);
	}

	private static String name(Throwable failure) {
		return failure.getClass().getSimpleName();
	}

}
