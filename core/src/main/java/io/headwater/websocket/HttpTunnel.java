package io.headwater.websocket;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.headwater.websocket.ResponseHead.MalformedResponseException;
import org.jspecify.annotations.Nullable;

/**
 * Asks an HTTP proxy to let a connection through by {@code CONNECT} (RFC 9110, section
 * 9.3.6), with user and password if it wants them.
 */
final class HttpTunnel {

	private static final int AUTHENTICATION_REQUIRED = 407;

	private static final Pattern BASIC = Pattern.compile("(?i)\\bbasic\\b(?:.*?\\brealm=\"([^\"]*)\")?.*");

	private final Target target;

	private final InetSocketAddress proxy;

	private final ProxyCredentials credentials;

	private @Nullable String authorization;

	HttpTunnel(Target target, InetSocketAddress proxy, ProxyCredentials credentials) {
		this.target = target;
		this.proxy = proxy;
		this.credentials = credentials;
	}

	/**
	 * Ask the proxy.
	 * @return whether it leads to the target now; if not, another connection is to be
	 * tried, on which user and password will be sent
	 * @throws ProxyException if the proxy refuses
	 */
	boolean open(Socket socket) throws IOException {
		OutputStream out = socket.getOutputStream();
		out.write(request());
		ResponseHead head = read(socket);
		if (head.status() / 100 == 2) {
			return true;
		}
		if (head.status() == AUTHENTICATION_REQUIRED && this.authorization == null) {
			this.authorization = authorization(head.headers().getOrDefault("Proxy-Authenticate", List.of()));
			if (this.authorization != null) {
				return false;
			}
		}
		throw new ProxyException("refused the connection with status " + head.status());
	}

	private static ResponseHead read(Socket socket) throws IOException {
		try {
			return ResponseHead.read(socket.getInputStream());
		}
		catch (MalformedResponseException ex) {
			throw new ProxyException("gave an answer that " + ex.problem());
		}
	}

	private byte[] request() {
		String host = this.target.authority();
		String header = (this.authorization != null) ? "Proxy-Authorization: " + this.authorization + "\r\n" : "";
		String text = "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n" + header + "\r\n";
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private @Nullable String authorization(List<String> challenges) {
		for (String challenge : challenges) {
			Matcher basic = BASIC.matcher(challenge);
			if (basic.find()) {
				String realm = (basic.group(1) != null) ? basic.group(1) : "";
				PasswordAuthentication found = this.credentials.find(this.proxy, realm);
				return (found != null) ? basic(found) : null;
			}
		}
		return null;
	}

	private static String basic(PasswordAuthentication found) {
		String text = found.getUserName() + ":" + new String(found.getPassword());
		return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
