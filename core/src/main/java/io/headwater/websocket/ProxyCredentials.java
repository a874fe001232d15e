package io.headwater.websocket;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;

import org.jspecify.annotations.Nullable;

/**
 * Knows user and password for a proxy that asks for them.
 */
@FunctionalInterface
interface ProxyCredentials {

	/** Return user and password, or {@code null} if they are not known. */
	@Nullable PasswordAuthentication find(InetSocketAddress proxy, String realm);

	/** Ask the {@link Authenticator} of the application, as the JDK's own clients do. */
	static @Nullable PasswordAuthentication ofAuthenticator(InetSocketAddress proxy, String realm) {
		return Authenticator.requestPasswordAuthentication(proxy.getHostString(), proxy.getAddress(), proxy.getPort(),
				"http", realm, "Basic", null, Authenticator.RequestorType.PROXY);
	}

}
