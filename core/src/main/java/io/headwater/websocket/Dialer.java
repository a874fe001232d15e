package io.headwater.websocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Opens TCP connections to a host: to each of its addresses until one answers, or through
 * the proxies that the JDK's {@link ProxySelector} names.
 */
final class Dialer {

	private final Resolver resolver;

	private final Supplier<@Nullable ProxySelector> proxies;

	private final ProxyCredentials credentials;

	/**
	 * Create a dialer.
	 * @param proxies gives the selector of proxies, asked at each attempt
	 */
	Dialer(Resolver resolver, Supplier<@Nullable ProxySelector> proxies, ProxyCredentials credentials) {
		this.resolver = resolver;
		this.proxies = proxies;
		this.credentials = credentials;
	}

	/** Create a dialer that does as the JDK is told. */
	static Dialer ofJdk() {
		return new Dialer(InetAddress::getAllByName, ProxySelector::getDefault, ProxyCredentials::ofAuthenticator);
	}

	/**
	 * Open a connection.
	 * @param holder holds each socket that is tried, and in the end the one that is open
	 * @return a socket that leads to the target
	 * @throws IOException why it was not possible; that of the first way tried, the
	 * others are suppressed in it
	 */
	Socket dial(Target target, SocketHolder holder, Supplier<Duration> left) throws IOException {
		ProxySelector selector = this.proxies.get();
		URI uri = target.proxyUri();
		List<Proxy> ways = (selector != null) ? selector.select(uri) : List.of(Proxy.NO_PROXY);
		Failures failures = new Failures();
		for (Proxy way : ways) {
			try {
				return new Way(target, holder, left).open(way);
			}
			catch (ProxyException ex) {
				failures.add(ex);
			}
			catch (IOException ex) {
				failures.add(ex);
				if (selector != null && way.address() != null) {
					selector.connectFailed(uri, way.address(), ex);
				}
			}
		}
		throw failures.first();
	}

	/** One way to a target. */
	private final class Way {

		private final Target target;

		private final SocketHolder holder;

		private final Supplier<Duration> left;

		Way(Target target, SocketHolder holder, Supplier<Duration> left) {
			this.target = target;
			this.holder = holder;
			this.left = left;
		}

		Socket open(Proxy way) throws IOException {
			return switch (way.type()) {
				case DIRECT -> connect(this.target.host(), this.target.port());
				case HTTP -> openTunnel((InetSocketAddress) way.address());
				// The proxy looks the name up.
				case SOCKS -> connect(new Socket(way),
						InetSocketAddress.createUnresolved(this.target.host(), this.target.port()), 1);
			};
		}

		private Socket openTunnel(InetSocketAddress proxy) throws IOException {
			HttpTunnel tunnel = new HttpTunnel(this.target, proxy, Dialer.this.credentials);
			Socket socket = connect(proxy.getHostString(), proxy.getPort());
			while (!tunnel.open(socket)) {
				socket = connect(proxy.getHostString(), proxy.getPort());
			}
			return socket;
		}

		/** One address that does not answer must not use up the time of the others. */
		private Socket connect(String host, int port) throws IOException {
			InetAddress[] addresses = Dialer.this.resolver.resolve(host);
			Failures failures = new Failures();
			for (int i = 0; i < addresses.length; i++) {
				try {
					// Without this, the JDK would ask for proxies once more.
					Socket socket = new Socket(Proxy.NO_PROXY);
					return connect(socket, new InetSocketAddress(addresses[i], port), addresses.length - i);
				}
				catch (IOException ex) {
					failures.add(ex);
				}
			}
			throw failures.first();
		}

		private Socket connect(Socket socket, InetSocketAddress address, int sharers) throws IOException {
			this.holder.hold(socket);
			long millis = this.left.get().toMillis() / sharers;
			if (millis <= 0) {
				throw new SocketTimeoutException("no time is left to connect");
			}
			socket.connect(address, (int) Math.min(millis, Integer.MAX_VALUE));
			// A small frame must not wait for the acknowledgement of the one before.
			socket.setTcpNoDelay(true);
			return socket;
		}

	}

	/** Why several ways were not possible. */
	private static final class Failures {

		private @Nullable IOException first;

		void add(IOException failure) {
			if (this.first == null) {
				this.first = failure;
			}
			else {
				this.first.addSuppressed(failure);
			}
		}

		IOException first() {
			return (this.first != null) ? this.first : new IOException("there is no way to the host");
		}

	}

	/** Looks up the addresses of a host, which may take its time. */
	@FunctionalInterface
	interface Resolver {

		/**
		 * Return the addresses of a host.
		 * @return all its addresses, at least one, in the order in which to try them
		 * @throws UnknownHostException if it has none
		 */
		InetAddress[] resolve(String host) throws UnknownHostException;

	}

}
