package io.headwater.websocket;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Puts TLS upon connections. The certificate must be for the host that was asked for (RFC
 * 2818), which is also told the server beforehand (SNI, by the JDK itself).
 */
final class TlsLayer {

	private static final Log logger = LogFactory.getLog(TlsLayer.class);

	private final Supplier<SSLContext> context;

	private final Supplier<SSLParameters> parameters;

	/**
	 * Create what encrypts the connections of a client.
	 * @param context makes the context of each attempt, and may wait for it
	 * @param parameters gives the ciphers and protocols of each attempt; where it has
	 * none, those of the context are allowed
	 */
	TlsLayer(Supplier<SSLContext> context, Supplier<SSLParameters> parameters) {
		this.context = context;
		this.parameters = parameters;
	}

	/**
	 * Do the handshake over a socket that leads to the target.
	 * @return the socket that encrypts
	 * @throws HandshakeException if there is no context, or none with such parameters
	 * @throws IOException if the two do not agree, or the connection breaks
	 */
	Socket wrap(Socket socket, Target target) throws IOException {
		SSLSocket secure = create(socket, target);
		secure.startHandshake();
		return secure;
	}

	private SSLSocket create(Socket socket, Target target) throws IOException {
		try {
			SSLSocket secure = (SSLSocket) this.context.get()
				.getSocketFactory()
				.createSocket(socket, target.host(), target.port(), true);
			secure.setSSLParameters(limited(secure.getSSLParameters(), this.parameters.get()));
			return secure;
		}
		catch (RuntimeException ex) {
			throw new HandshakeException(new ConnectionLoss(ConnectionLoss.Kind.TLS,
					"no TLS context could be made (" + ex.getClass().getSimpleName() + ")"));
		}
	}

	private static SSLParameters limited(SSLParameters parameters, SSLParameters limits) {
		if (limits.getCipherSuites() != null) {
			parameters.setCipherSuites(limits.getCipherSuites());
		}
		if (limits.getProtocols() != null) {
			parameters.setProtocols(limits.getProtocols());
		}
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		return parameters;
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
