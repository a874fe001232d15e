package io.headwater.websocket;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.headwater.realnode.EchoServer;
import io.headwater.realnode.RealNode;
import io.headwater.realnode.RealNodeTest;
import io.headwater.realnode.RealNodes;
import io.headwater.test.TestCertificate;
import io.headwater.transport.DefaultClientFactory;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.TransportSettings;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client with servers of others, in real time.
 */
@Timeout(180)
class InteroperationTests {

	private final RecordingHandler handler = new RecordingHandler();

	@Test
	void speaksWithTomcat() throws Exception {
		try (TomcatServer server = new TomcatServer()) {
			WebSocketSession session = open(server.url(), null);
			for (int length : new int[] { 0, 1, 125, 126, 65_535, 65_536, 300_000 }) {
				session.sendMessage(new TextMessage("ä".repeat(length / 2)));
				session.sendMessage(new BinaryMessage(new byte[length]));
			}
			session.sendMessage(new TextMessage("a", false));
			session.sendMessage(new TextMessage("b", true));
			session.sendMessage(new PingMessage(ByteBuffer.wrap("p".getBytes(StandardCharsets.UTF_8))));
			Awaitility.await().until(() -> this.handler.heard().contains("pong:p"));
			assertThat(this.handler.heard()).hasSize(16).contains("ab", "ä".repeat(150_000)).last().isEqualTo("pong:p");
			session.sendMessage(new TextMessage("fragments"));
			Awaitility.await().until(() -> this.handler.heard().contains("in three parts"));
			session.sendMessage(new TextMessage("ping me"));
			Awaitility.await().until(() -> this.handler.heard().contains("answered: you"));
			session.close(CloseStatus.GOING_AWAY);
			assertThat(this.handler.awaitClosed().getCode()).isEqualTo(1001);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 1008, 1011, 1012, 1013, 4001 })
	void tellsTheCodeWithWhichTomcatCloses(int code) throws Exception {
		try (TomcatServer server = new TomcatServer()) {
			open(server.url(), null).sendMessage(new TextMessage("close " + code));
			assertThat(this.handler.awaitClosed()).isEqualTo(new CloseStatus(code, "as you asked"));
			assertThat(this.handler.errors()).isEmpty();
		}
	}

	@RealNodeTest
	@ParameterizedTest
	@MethodSource("nodes")
	void followsRealNodes(Supplier<RealNode> start) throws Exception {
		try (RealNode node = start.get()) {
			WebSocketSession session = open(node.wsUrl(), null);
			session.sendMessage(new TextMessage("""
					{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}"""));
			Awaitility.await().until(() -> !this.handler.heard().isEmpty());
			node.mine(20);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> heads().size() == 20);
			assertThat(heads()).isEqualTo(Stream.iterate(1, (number) -> number + 1).limit(20).toList());
			session.sendMessage(new PingMessage());
			Awaitility.await().until(() -> this.handler.heard().contains("pong:"));
			node.stop();
			assertThat(this.handler.awaitClosed().getCode()).isIn(1000, 1001, 1005, 1006);
		}
	}

	static List<Named<Supplier<RealNode>>> nodes() {
		return List.of(Named.of("anvil", RealNodes::anvil), Named.of("hardhat", RealNodes::hardhat),
				Named.of("ganache", RealNodes::ganache));
	}

	@RealNodeTest
	@Test
	void speaksWithNodeJsOverTls(@TempDir Path directory) throws Exception {
		TestCertificate certificate = TestCertificate.valid(directory, "localhost");
		SSLContext context = TestCertificate.context(null, certificate);
		try (EchoServer server = RealNodes.echo(certificate.keyStore(), TestCertificate.PASSWORD)) {
			WebSocketSession session = open(server.url(), () -> context);
			for (int length : new int[] { 0, 1, 125, 126, 65_535, 65_536, 2_000_000 }) {
				session.sendMessage(new TextMessage("x".repeat(length)));
				session.sendMessage(new BinaryMessage(new byte[length]));
			}
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> this.handler.heard().size() == 15);
			assertThat(this.handler.heard()).contains("pong:are you there", "x".repeat(2_000_000));
			session.sendMessage(new TextMessage("close"));
			assertThat(this.handler.awaitClosed()).isEqualTo(new CloseStatus(1013, "try again later"));
		}
	}

	private WebSocketSession open(URI url, @Nullable Supplier<SSLContext> tls) throws Exception {
		DefaultClientFactory factory = new DefaultClientFactory(daemons(), System::nanoTime, Clock.systemUTC());
		TransportSettings settings = new TransportSettings(Duration.ofSeconds(30), Duration.ofSeconds(30),
				4 * 1024 * 1024, 64);
		return factory.createClient(new NodeEndpoint(url, Map.of(), null, tls), settings)
			.execute(this.handler, null, url)
			.get(60, TimeUnit.SECONDS);
	}

	private static ThreadFactory daemons() {
		return (task) -> {
			Thread thread = new Thread(task, "client");
			thread.setDaemon(true);
			return thread;
		};
	}

	private List<Integer> heads() {
		return this.handler.heard()
			.stream()
			.filter((message) -> message.contains("eth_subscription"))
			.map((message) -> Integer
				.decode(JsonMapper.shared().readTree(message).at("/params/result/number").asString()))
			.toList();
	}

}
