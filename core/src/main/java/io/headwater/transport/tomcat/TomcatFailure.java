package io.headwater.transport.tomcat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.headwater.transport.HandshakeFailure;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import jakarta.websocket.DeploymentException;
import org.apache.tomcat.websocket.AuthenticationException;

/**
 * Reads from Tomcat's exceptions what it tells in no other way: the HTTP status, which
 * stands in their text. Of that text nothing but digits is repeated.
 */
final class TomcatFailure {

	private static final Pattern STATUS = Pattern.compile("\\[([1-5]\\d{2})]");

	/** The text form of {@link java.net.Proxy} stands before the status. */
	private static final Pattern PROXY_STATUS = Pattern.compile("\\[HTTP @ [^\\[]*].*\\[([1-5]\\d{2})]");

	/** One redirect of at most none. */
	private static final Pattern REDIRECT = Pattern.compile("\\[1][^\\[]*\\[0]");

	private static final int UNAUTHORIZED = 401;

	private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

	private TomcatFailure() {
	}

	static ConnectionLoss of(Throwable failure) {
		if (failure.getCause() instanceof AuthenticationException) {
			return new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
					"the upgrade to WebSocket was refused with HTTP status 401 (or by a proxy, with 407)", UNAUTHORIZED,
					null);
		}
		if (!(failure instanceof DeploymentException) || failure.getCause() != null) {
			return HandshakeFailure.of(failure);
		}
		String text = (failure.getMessage() != null) ? failure.getMessage() : "";
		Matcher proxyStatus = PROXY_STATUS.matcher(text);
		if (proxyStatus.find()) {
			return refusedByProxy(Integer.parseInt(proxyStatus.group(1)));
		}
		Matcher status = STATUS.matcher(text);
		if (status.find()) {
			return refused(Integer.parseInt(status.group(1)));
		}
		return REDIRECT.matcher(text).find() ? new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
				"the node redirects to another address, which is not followed") : HandshakeFailure.of(failure);
	}

	private static ConnectionLoss refused(int status) {
		return (status == PROXY_AUTHENTICATION_REQUIRED) ? refusedByProxy(status)
				: new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
						"the upgrade to WebSocket was refused with HTTP status " + status, status, null);
	}

	private static ConnectionLoss refusedByProxy(int status) {
		return new ConnectionLoss(Kind.UNREACHABLE, "the HTTP proxy refused the connection with status " + status);
	}

}
