package io.headwater.test;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the WebSocket protocol of {@link SimulatedNode}.
 */
@Timeout(60)
class SimulatedNodeProtocolTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337));

	@BeforeEach
	void start() {
		this.node.start();
	}

	@AfterEach
	void stop() {
		this.node.close();
	}

	@Test
	void joinsFragmentsAlsoWithPingBetween() throws InterruptedException {
		TestClient client = TestClient.connect(this.node);
		WebSocket socket = client.socket();
		TestClient.within(socket.sendText("{\"jsonrpc\":\"2.0\",\"id\":1,", false));
		TestClient.within(socket.sendPing(ByteBuffer.wrap(new byte[] { 1, 2, 3 })));
		TestClient.within(socket.sendText("\"method\":\"eth_", false));
		TestClient.within(socket.sendText("chainId\"}", true));
		assertThat(client.nextPong()).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		assertThat(client.nextJson().get("result").stringValue()).isEqualTo("0x539");
	}

	@Test
	void ignoresPong() {
		TestClient client = TestClient.connect(this.node);
		TestClient.within(client.socket().sendPong(ByteBuffer.allocate(4)));
		assertThat(client.result("eth_chainId", "[]").stringValue()).isEqualTo("0x539");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 125, 126, 127, 65_535, 65_536, 200_000, 2_000_000 })
	void carriesMessagesOfAnySizeBothWays(int length) {
		this.node.respondWith("test_echo", (params) -> params);
		TestClient client = TestClient.connect(this.node);
		String params = "[\"" + "ü".repeat(length) + "\"]";
		assertThat(client.result("test_echo", params).toString()).isEqualTo(params);
	}

	@Test
	void carriesFramesOfEachLengthForm() {
		TestClient client = TestClient.connect(this.node);
		for (int length : new int[] { 0, 1, 125, 126, 65_535, 65_536 }) {
			this.node.sendRaw("x".repeat(length));
			assertThat(client.next()).hasSize(length);
		}
	}

	@Test
	void answersCloseOfTheClient() {
		TestClient client = TestClient.connect(this.node);
		TestClient.within(client.socket().sendClose(4000, "enough"));
		assertThat(client.awaitEnd()).isEqualTo("4000 ");
		this.node.awaitConnections(0, TIMEOUT);
	}

	@Test
	void answersEmptyCloseByEmptyCloseAndEndsTheConnection() throws IOException {
		try (RawClient client = RawClient.open(this.node)) {
			client.sendFrame(0x88);
			Frame answer = client.readFrame();
			assertThat(answer.opcode()).isEqualTo(Frame.CLOSE);
			assertThat(answer.payload()).isEmpty();
			assertThat(client.readByte()).isEqualTo(-1);
		}
	}

	@Test
	void clientThatGoesWithoutCloseFrameIsForgotten() throws IOException {
		try (RawClient client = RawClient.open(this.node)) {
			assertThat(this.node.connectionCount()).isEqualTo(1);
		}
		this.node.awaitConnections(0, TIMEOUT);
	}

	@Test
	void refusesUnmaskedFrame() throws IOException {
		assertClosedAfter(1002, (byte) 0x81, (byte) 0x01, (byte) 'x');
	}

	@Test
	void refusesReservedBits() throws IOException {
		assertClosedAfter(1002, (byte) 0xC1, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
	}

	@Test
	void refusesUnknownOpcode() throws IOException {
		assertClosedAfter(1002, (byte) 0x83, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
	}

	@Test
	void refusesFragmentedPing() throws IOException {
		assertClosedAfter(1002, (byte) 0x09, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
	}

	@Test
	void refusesContinuationOfNothing() throws IOException {
		assertClosedAfter(1002, (byte) 0x80, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
	}

	@Test
	void refusesNewMessageAmongFragments() throws IOException {
		assertClosedAfter(1002, (byte) 0x01, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0x81,
				(byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
	}

	@Test
	void refusesBinaryMessage() throws IOException {
		assertClosedAfter(1003, (byte) 0x82, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
	}

	@Test
	void refusesTextThatIsNotUtf8() throws IOException {
		assertClosedAfter(1007, (byte) 0x81, (byte) 0x81, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0xFF);
	}

	@Test
	void refusesHugeFrameBeforeReadingIt() throws IOException {
		assertClosedAfter(1009, (byte) 0x81, (byte) 0xFF, (byte) 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF,
				(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 999, 1005, 1006, 1015, 2999, 5000, 65_535 })
	void refusesCloseCodeThatMustNotBeSent(int code) throws IOException {
		assertClosedAfter(1002, (byte) 0x88, (byte) 0x82, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) (code >> 8),
				(byte) code);
	}

	@Test
	void handshakeHasTheAcceptKeyOfTheStandard() throws IOException {
		try (RawClient client = new RawClient(this.node)) {
			client.send(RawClient.UPGRADE);
			assertThat(client.readHead()).startsWith("HTTP/1.1 101 ")
				.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
		}
	}

	@Test
	void frameSentTogetherWithTheHandshakeIsNotLost() throws IOException {
		try (RawClient client = new RawClient(this.node)) {
			byte[] upgrade = RawClient.UPGRADE.getBytes(StandardCharsets.US_ASCII);
			byte[] ping = { (byte) 0x89, (byte) 0x81, 0, 0, 0, 0, 42 };
			client.send(ByteBuffer.allocate(upgrade.length + ping.length).put(upgrade).put(ping).array());
			client.readHead();
			assertThat(client.readFrame().payload()).containsExactly(42);
		}
	}

	@Test
	void refusesPlainHttp() throws IOException {
		try (RawClient client = new RawClient(this.node)) {
			client.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 426 ").contains("Sec-WebSocket-Version: 13");
			assertThat(client.readByte()).isEqualTo(-1);
			assertThat(this.node.connectionCount()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST / HTTP/1.1\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n" })
	void hangsUpOnWhatIsNoRequest(String request) throws IOException {
		try (RawClient client = new RawClient(this.node)) {
			client.send(request);
			assertThat(client.readByte()).isEqualTo(-1);
		}
	}

	private void assertClosedAfter(int code, byte... bytes) throws IOException {
		try (RawClient client = RawClient.open(this.node)) {
			client.send(bytes);
			assertThat(client.readCloseCode()).isEqualTo(code);
			assertThat(this.node.connectionCount()).isZero();
		}
	}

}
