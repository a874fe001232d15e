package io.headwater.websocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import javax.net.ServerSocketFactory;

/**
 * A server of which a test plays every byte.
 */
final class RawServer implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 30_000;

	private final ServerSocket socket;

	/** A socket that nobody holds is closed by the garbage collector. */
	private final List<RawPeer> peers = new ArrayList<>();

	RawServer() throws IOException {
		this(ServerSocketFactory.getDefault());
	}

	RawServer(ServerSocketFactory sockets) throws IOException {
		this.socket = sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		this.socket.setSoTimeout(PATIENCE_MILLIS);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	URI url() {
		return URI.create("ws://127.0.0.1:" + port() + "/v3/SECRETKEY123");
	}

	URI url(String scheme, String host) {
		return URI.create(scheme + "://" + host + ":" + port() + "/v3/SECRETKEY123");
	}

	/**
	 * Wait for the next client.
	 */
	RawPeer accept() throws IOException {
		RawPeer peer = new RawPeer(this.socket.accept());
		this.peers.add(peer);
		return peer;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		for (RawPeer peer : this.peers) {
			peer.close();
		}
	}

}
