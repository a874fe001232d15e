package io.headwater.websocket;

import java.net.URI;

/**
 * The host that a connection leads to.
 *
 * @param host the name or the address, without brackets
 */
record Target(String host, int port, boolean secure) {

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	/**
	 * Read the host from an address.
	 * @throws IllegalArgumentException if it is none of a WebSocket
	 */
	static Target of(URI uri) {
		boolean secure = "wss".equalsIgnoreCase(uri.getScheme());
		if (!secure && !"ws".equalsIgnoreCase(uri.getScheme())) {
			throw new IllegalArgumentException("A WebSocket has the scheme ws or wss");
		}
		String host = uri.getHost();
		if (host == null) {
			throw new IllegalArgumentException("The address of a WebSocket has a host");
		}
		int port = (uri.getPort() != -1) ? uri.getPort() : defaultPort(secure);
		return new Target(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, secure);
	}

	private static int defaultPort(boolean secure) {
		return secure ? HTTPS : HTTP;
	}

	/** Return host and port as {@code CONNECT} names them. */
	String authority() {
		return bracketed() + ":" + this.port;
	}

	/** Return the value of the {@code Host} header, without a port that is usual. */
	String hostHeader() {
		return (this.port != defaultPort(this.secure)) ? authority() : bracketed();
	}

	/**
	 * Return the address under which a {@code ProxySelector} knows this host: it knows no
	 * WebSockets, and has no business with paths.
	 */
	URI proxyUri() {
		return URI.create((this.secure ? "https" : "http") + "://" + authority() + "/");
	}

	/** Which of our interfaces leads to a host is nobody else's business (RFC 6874). */
	private String bracketed() {
		if (this.host.indexOf(':') < 0) {
			return this.host;
		}
		int zone = this.host.indexOf('%');
		return "[" + ((zone >= 0) ? this.host.substring(0, zone) : this.host) + "]";
	}

}
