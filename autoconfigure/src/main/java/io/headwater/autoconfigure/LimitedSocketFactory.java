package io.headwater.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes sockets that keep to some ciphers and protocols.
 */
final class LimitedSocketFactory extends SSLSocketFactory {

	private final SSLSocketFactory factory;

	private final UnaryOperator<SSLParameters> limits;

	/**
	 * Create a factory.
	 * @param factory makes the sockets
	 * @param limits changes the parameters of each
	 */
	LimitedSocketFactory(SSLSocketFactory factory, UnaryOperator<SSLParameters> limits) {
		this.factory = factory;
		this.limits = limits;
	}

	private Socket limited(Socket socket) {
		SSLSocket secure = (SSLSocket) socket;
		secure.setSSLParameters(this.limits.apply(secure.getSSLParameters()));
		return secure;
	}

	@Override
	public String[] getDefaultCipherSuites() {
		return this.factory.getDefaultCipherSuites();
	}

	@Override
	public String[] getSupportedCipherSuites() {
		return this.factory.getSupportedCipherSuites();
	}

	@Override
	public Socket createSocket() throws IOException {
		return limited(this.factory.createSocket());
	}

	@Override
	public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
		return limited(this.factory.createSocket(socket, host, port, autoClose));
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return limited(this.factory.createSocket(host, port));
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		return limited(this.factory.createSocket(host, port, localHost, localPort));
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		return limited(this.factory.createSocket(host, port));
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
			throws IOException {
		return limited(this.factory.createSocket(address, port, localAddress, localPort));
	}

}
