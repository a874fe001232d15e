package io.headwater.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * The TCP connection of one client, in the clear first and then, for a secure node, under
 * TLS.
 */
final class NodeSocket {

	private final Socket tcp;

	// The TCP socket until the TLS handshake is done. Written by the reader thread.
	private volatile Socket stream;

	NodeSocket(Socket tcp) {
		this.tcp = tcp;
		this.stream = tcp;
	}

	void secure(Tls tls) throws IOException {
		// Otherwise a small frame may wait for the acknowledgement of the one before.
		this.tcp.setTcpNoDelay(true);
		this.stream = tls.secure(this.tcp);
	}

	InputStream in() throws IOException {
		return this.stream.getInputStream();
	}

	OutputStream out() throws IOException {
		return this.stream.getOutputStream();
	}

	/**
	 * End the direction to the client, without a word of TLS.
	 */
	void end() throws IOException {
		this.tcp.shutdownOutput();
	}

	boolean canWrite() {
		return !this.tcp.isClosed() && !this.tcp.isOutputShutdown();
	}

	/**
	 * Close both directions at once, without a word of TLS, for which another thread's
	 * write might have to be waited for.
	 * @param reset whether to send a TCP reset instead of an orderly end
	 */
	void close(boolean reset) throws IOException {
		if (reset) {
			this.tcp.setSoLinger(true, 0);
		}
		this.tcp.close();
	}

	/**
	 * Read and forget until the client ends the connection.
	 */
	void drain() throws IOException {
		in().transferTo(OutputStream.nullOutputStream());
	}

}
