package io.headwater.engine;

import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Puts TLS upon a connection. The certificate must be for the host that was asked for
 * (RFC 2818), which is also told the server beforehand (SNI, by the JDK itself).
 */
final class TlsLayer {

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

}
