package io.headwater.websocket;

import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Puts TLS upon a connection. The certificate must be for the host that was asked for
 * (RFC 2818), which is also told the server beforehand (SNI, by the JDK itself).
 */
final class TlsLayer {

	private static final Log logger = LogFactory.getLog(TlsLayer.class);

	private TlsLayer() {
	}

	static Socket wrap(Socket socket, Target target, SSLContext context) throws IOException {
		SSLSocket secure = (SSLSocket) context.getSocketFactory()
			.createSocket(socket, target.host(), target.port(), true);
		SSLParameters parameters = secure.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		secure.setSSLParameters(parameters);
		secure.startHandshake();
		return secure;
	}

	/**
	 * Tell the other side that nothing more comes (RFC 8446, section 6.1). A full socket
	 * is waited for.
	 * @param socket a socket, perhaps without TLS, which has nothing to tell then
	 */
	static void end(Socket socket) {
		if (socket instanceof SSLSocket secure) {
			try {
				secure.shutdownOutput();
			}
			catch (IOException | UnsupportedOperationException ex) {
				logger.debug("TLS could not be ended in order: " + ex.getClass().getName());
			}
		}
	}

}
