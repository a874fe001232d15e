package io.headwater.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * An HTTP proxy that tunnels (RFC 9110, section 9.3.6), and the JDK's selector for as
 * long as it lives.
 */
public final class HttpProxy implements AutoCloseable {

	/** The answer that opens the tunnel. */
	public static final String GRANTED = "HTTP/1.1 200 Connection established\r\n\r\n";

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final ProxySelector before = ProxySelector.getDefault();

	private final UnaryOperator<String> answer;

	private final ServerSocket server;

	private HttpProxy(UnaryOperator<String> answer, ServerSocket server) {
		this.answer = answer;
		this.server = server;
	}

	/**
	 * Start a proxy.
	 * @param answer makes of the head of a request that of the response
	 * @return a proxy through which this JVM goes everywhere
	 */
	public static HttpProxy answering(UnaryOperator<String> answer) {
		try {
			HttpProxy proxy = new HttpProxy(answer, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
			proxy.threads.execute(proxy::accept);
			ProxySelector.setDefault(proxy.new Selector());
			return proxy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the heads of all requests so far.
	 */
	public List<String> requests() {
		return this.requests;
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				this.sockets.add(client);
				this.threads.execute(() -> serve(client));
			}
		}
		catch (IOException ex) {
			closeAll();
		}
	}

	private void serve(Socket client) {
		try {
			String request = readHead(client.getInputStream());
			this.requests.add(request);
			String response = this.answer.apply(request);
			client.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
			if (!response.equals(GRANTED)) {
				client.close();
				return;
			}
			String[] target = request.split(" ")[1].split(":");
			Socket node = new Socket(target[0], Integer.parseInt(target[1]));
			this.sockets.add(node);
			this.threads.execute(() -> pump(client, node));
			pump(node, client);
		}
		catch (IOException ex) {
			closeAll();
		}
	}

	private static String readHead(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("The request has no end");
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static void pump(Socket from, Socket to) {
		try (from; to) {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		catch (IOException ex) {
			// One of them has gone, and now both have.
		}
	}

	private void closeAll() {
		this.sockets.forEach((socket) -> {
			try {
				socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	@Override
	public void close() throws IOException {
		ProxySelector.setDefault(this.before);
		this.server.close();
		closeAll();
		this.threads.shutdownNow();
	}

	/**
	 * Finds this proxy for every address.
	 */
	private final class Selector extends ProxySelector {

		@Override
		public List<Proxy> select(URI uri) {
			return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(HttpProxy.this.server.getInetAddress(),
					HttpProxy.this.server.getLocalPort())));
		}

		@Override
		public void connectFailed(URI uri, SocketAddress address, IOException failure) {
			throw new UncheckedIOException(failure);
		}

	}

}
