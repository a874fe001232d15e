package io.headwater.websocket;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The TCP socket that a connection uses at the moment, so that any thread can end the
 * connection at once, whatever its reader waits for. It is the socket below TLS: closing
 * the one above would wait for its writer. Safe to use from any thread.
 */
final class SocketHolder implements Closeable {

	private static final Log logger = LogFactory.getLog(SocketHolder.class);

	private @Nullable Socket socket;

	private boolean closed;

	/**
	 * Hold this socket from now on instead of the one before, which is closed.
	 * @throws SocketException if the connection was ended; the socket is closed then
	 */
	synchronized void hold(Socket socket) throws SocketException {
		closeSocket();
		this.socket = socket;
		if (this.closed) {
			closeSocket();
			throw new SocketException("the connection was given up");
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		closeSocket();
	}

	private void closeSocket() {
		Socket socket = this.socket;
		if (socket != null) {
			this.socket = null;
			try {
				socket.close();
			}
			catch (IOException ex) {
				logger.debug("Closing a socket failed: " + ex.getClass().getName());
			}
		}
	}

}
