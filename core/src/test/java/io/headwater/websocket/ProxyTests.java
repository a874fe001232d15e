package io.headwater.websocket;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.headwater.test.TestCertificate;
import io.headwater.transport.HandshakeFailure;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Proxies whose bytes the test plays; the node behind them is played by the same peer.
 */
@Timeout(60)
class ProxyTests {

	private static final URI NODE = URI.create("ws://node.example:8546/v3/SECRETKEY123");

	@AutoClose
	private final ClientFixture client;

	private final Selector selector = new Selector();

	private final List<String> realms = new ArrayList<>();

	ProxyTests() throws IOException {
		this.client = new ClientFixture();
		this.client.resolver((host) -> {
			if (host.equals("node.example")) {
				throw new UnknownHostException("only the proxy knows this host");
			}
			return InetAddress.getAllByName(host);
		});
		this.client.proxies(this.selector, (proxy, realm) -> {
			this.realms.add(proxy.getPort() + " " + realm);
			return new PasswordAuthentication("us\u00E9r", "pass:word".toCharArray());
		});
	}

	@Test
	void goesThroughATunnelOfAnHttpProxy() throws Exception {
		this.selector.proxies = List.of(http());
		this.client.execute(NODE);
		RawPeer proxy = this.client.server().accept().readRequest();
		assertThat(proxy.requestLine()).isEqualTo("CONNECT node.example:8546 HTTP/1.1");
		assertThat(proxy.headers()).containsOnlyKeys("Host").containsEntry("Host", "node.example:8546");
		proxy.send("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n");
		RawPeer node = proxy.upgrade();
		assertThat(node.headers()).containsEntry("Host", "node.example:8546").doesNotContainKey("Proxy-Authorization");
		this.client.session().sendMessage(new TextMessage("through"));
		assertThat(node.read()).isEqualTo("text:through");
		assertThat(this.selector.asked).containsExactly("http://node.example:8546/");
	}

	@Test
	void goesThroughATunnelOfAProxyOfTheHttpVersionBefore() throws Exception {
		this.selector.proxies = List.of(http());
		this.client.execute(NODE);
		RawPeer first = this.client.server().accept().readRequest();
		first.send("HTTP/1.0 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n");
		RawPeer second = this.client.server().accept().readRequest();
		second.send("HTTP/1.0 200 Connection established\r\nProxy-agent: tinyproxy/1.11.0\r\n\r\n").upgrade();
		assertThat(this.client.session().isOpen()).isTrue();
	}

	@Test
	void tunnelsTlsSoThatTheProxyReadsNothing(@TempDir Path directory) throws Exception {
		TestCertificate certificate = TestCertificate.valid(directory, "node.example");
		this.selector.proxies = List.of(http());
		this.client.tls(() -> TestCertificate.context(null, certificate));
		this.client.execute(URI.create("wss://node.example/"));
		RawPeer proxy = this.client.server().accept().readRequest();
		assertThat(proxy.requestLine()).isEqualTo("CONNECT node.example:443 HTTP/1.1");
		proxy.send("HTTP/1.1 200 OK\r\n\r\n");
		RawPeer node = new RawPeer(TestCertificate.context(certificate, null)
			.getSocketFactory()
			.createSocket(proxy.socket(), null, false));
		node.upgrade();
		assertThat(node.headers()).containsEntry("Host", "node.example");
		assertThat(this.client.session().isOpen()).isTrue();
		assertThat(this.selector.asked).containsExactly("https://node.example:443/");
	}

	@Test
	void givesUserAndPasswordToAProxyThatAsksForThem() throws Exception {
		this.selector.proxies = List.of(http());
		this.client.execute(NODE);
		RawPeer first = this.client.server().accept().readRequest();
		assertThat(first.headers()).doesNotContainKey("Proxy-Authorization");
		first.send("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n"
				+ "Proxy-Authenticate: Basic realm=\"the office\", charset=\"UTF-8\"\r\nContent-Length: 4\r\n\r\nbody");
		RawPeer second = this.client.server().accept().readRequest();
		assertThat(first.isEnded()).isTrue();
		String credentials = Base64.getEncoder().encodeToString("us\u00E9r:pass:word".getBytes(StandardCharsets.UTF_8));
		assertThat(second.headers()).containsEntry("Proxy-Authorization", "Basic " + credentials);
		second.send("HTTP/1.1 200 OK\r\n\r\n").upgrade();
		assertThat(second.headers()).doesNotContainKey("Proxy-Authorization");
		assertThat(this.client.session().isOpen()).isTrue();
		assertThat(this.realms).containsExactly(this.client.server().port() + " the office");
	}

	@Test
	void givesUpWhenTheProxyRefusesUserAndPassword() throws Exception {
		this.selector.proxies = List.of(http());
		CompletableFuture<WebSocketSession> opened = this.client.execute(NODE);
		for (int i = 0; i < 2; i++) {
			this.client.server()
				.accept()
				.readRequest()
				.send("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: basic\r\n\r\n");
		}
		assertThat(HandshakeFailure.of(failure(opened))).isEqualTo(refusedByProxy(407));
		this.client.awaitNoThreads();
	}

	@Test
	void givesNoPasswordToAProxyThatAsksForAnotherScheme() throws Exception {
		this.selector.proxies = List.of(http());
		CompletableFuture<WebSocketSession> opened = this.client.execute(NODE);
		this.client.server()
			.accept()
			.readRequest()
			.send("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n\r\n");
		assertThat(HandshakeFailure.of(failure(opened))).isEqualTo(refusedByProxy(407));
		assertThat(this.realms).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 502, 302 })
	void statusOfTheProxyIsNotThatOfTheNode(int status) throws Exception {
		this.selector.proxies = List.of(http());
		CompletableFuture<WebSocketSession> opened = this.client.execute(NODE);
		this.client.server().accept().readRequest().send("HTTP/1.1 " + status + " No\r\n\r\n");
		assertThat(HandshakeFailure.of(failure(opened))).isEqualTo(refusedByProxy(status));
		assertThat(this.selector.failed).isEmpty();
	}

	@Test
	void answerOfTheProxyThatIsNoHttp() throws Exception {
		this.selector.proxies = List.of(http());
		CompletableFuture<WebSocketSession> opened = this.client.execute(NODE);
		this.client.server().accept().readRequest().send("SSH-2.0-OpenSSH_9.2\r\n");
		assertThat(HandshakeFailure.of(failure(opened)))
			.isEqualTo(new ConnectionLoss(Kind.UNREACHABLE, "the HTTP proxy gave an answer that is not HTTP/1.1"));
	}

	private static ConnectionLoss refusedByProxy(int status) {
		return new ConnectionLoss(Kind.UNREACHABLE, "the HTTP proxy refused the connection with status " + status);
	}

	@Test
	void takesTheNextProxyWhenOneIsNotThere() throws Exception {
		Proxy absent = new Proxy(Proxy.Type.HTTP,
				InetSocketAddress.createUnresolved("127.0.0.2", this.client.server().port()));
		this.selector.proxies = List.of(absent, http());
		this.client.execute(NODE);
		this.client.server().accept().readRequest().send("HTTP/1.1 200 OK\r\n\r\n").upgrade();
		assertThat(this.client.session().isOpen()).isTrue();
		assertThat(this.selector.failed).containsExactly(absent.address());
	}

	@Test
	void goesThroughASocksProxyWhichLooksUpTheName() throws Exception {
		this.selector.proxies = List.of(new Proxy(Proxy.Type.SOCKS, http().address()));
		this.client.execute(NODE);
		RawPeer peer = this.client.server().accept();
		DataInputStream in = new DataInputStream(peer.socket().getInputStream());
		assertThat(in.readUnsignedByte()).isEqualTo(5);
		in.skipNBytes(in.readUnsignedByte());
		peer.send(Wire.bytes(5, 0));
		assertThat(in.readNBytes(4)).containsExactly(5, 1, 0, 3);
		assertThat(new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII))
			.isEqualTo("node.example");
		assertThat(in.readUnsignedShort()).isEqualTo(8546);
		peer.send(Wire.bytes(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
		peer.upgrade();
		this.client.session().sendMessage(new TextMessage("through"));
		assertThat(peer.read()).isEqualTo("text:through");
	}

	@Test
	void socksProxyThatRefuses() throws Exception {
		this.selector.proxies = List.of(new Proxy(Proxy.Type.SOCKS, http().address()));
		CompletableFuture<WebSocketSession> opened = this.client.execute(NODE);
		RawPeer peer = this.client.server().accept();
		DataInputStream in = new DataInputStream(peer.socket().getInputStream());
		in.skipNBytes(1);
		in.skipNBytes(in.readUnsignedByte());
		peer.send(Wire.bytes(5, 0));
		in.skipNBytes(4);
		in.skipNBytes(in.readUnsignedByte() + 2);
		peer.send(Wire.bytes(5, 5, 0, 1, 0, 0, 0, 0, 0, 0));
		assertThat(failure(opened)).isInstanceOf(IOException.class).hasMessageContaining("SOCKS");
		this.client.awaitNoThreads();
	}

	@Test
	void goesDirectlyWhereTheSelectorSaysSo() throws Exception {
		this.selector.proxies = List.of(Proxy.NO_PROXY);
		this.client.open();
		assertThat(this.selector.asked).hasSize(1);
	}

	@Test
	void silentProxyIsCutOffAtTheDeadline() throws Exception {
		this.selector.proxies = List.of(http());
		CompletableFuture<WebSocketSession> opened = this.client.execute(NODE);
		RawPeer proxy = this.client.server().accept().readRequest();
		this.client.scheduler().advance(ClientFixture.CONNECT_TIMEOUT);
		assertThat(failure(opened)).hasMessage("not open within 10000 ms");
		assertThat(proxy.isEnded()).isTrue();
		this.client.awaitNoThreads();
	}

	@Test
	void asksTheAuthenticatorOfTheApplication() {
		Authenticator before = Authenticator.getDefault();
		try {
			Authenticator.setDefault(new Authenticator() {

				@Override
				protected PasswordAuthentication getPasswordAuthentication() {
					assertThat(getRequestorType()).isEqualTo(RequestorType.PROXY);
					return new PasswordAuthentication(getRequestingHost() + getRequestingPort() + getRequestingPrompt(),
							new char[0]);
				}

			});
			assertThat(ProxyCredentials
				.ofAuthenticator(InetSocketAddress.createUnresolved("proxy.example", 3128), "office")
				.getUserName()).isEqualTo("proxy.example3128office");
		}
		finally {
			Authenticator.setDefault(before);
		}
	}

	private Proxy http() {
		return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", this.client.server().port()));
	}

	private static Throwable failure(CompletableFuture<WebSocketSession> opened) throws Exception {
		try {
			opened.get(30, TimeUnit.SECONDS);
			throw new AssertionError("the handshake succeeded");
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
	}

	private static final class Selector extends ProxySelector {

		private final List<String> asked = new ArrayList<>();

		private final List<SocketAddress> failed = new ArrayList<>();

		private List<Proxy> proxies = List.of();

		@Override
		public List<Proxy> select(URI uri) {
			this.asked.add(uri.toString());
			return this.proxies;
		}

		@Override
		public void connectFailed(URI uri, SocketAddress address, IOException failure) {
			this.failed.add(address);
		}

	}

}
