package io.headwater.test;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * How a node encrypts.
 *
 * @param context what has the node's certificate, or {@code null} to encrypt nothing
 * @param clientCertificate whether clients must show a certificate
 * @param protocols the versions of TLS that are spoken, by the JDK's names, or none to
 * speak those of the context
 */
record Tls(@Nullable SSLContext context, boolean clientCertificate, List<String> protocols) {

	/**
	 * Do the server's part of the TLS handshake.
	 * @param socket a socket on which the client begins it
	 * @return what encrypts over that socket, or that socket if nothing is encrypted
	 * @throws IOException if the handshake fails
	 */
	Socket secure(Socket socket) throws IOException {
		if (this.context == null) {
			return socket;
		}
		SSLSocket secure = (SSLSocket) this.context.getSocketFactory().createSocket(socket, null, true);
		secure.setNeedClientAuth(this.clientCertificate);
		if (!this.protocols.isEmpty()) {
			secure.setEnabledProtocols(this.protocols.toArray(String[]::new));
		}
		secure.startHandshake();
		return secure;
	}

}
