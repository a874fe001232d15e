package io.headwater.test;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for when {@link ChaosNode} plays faults, and for those of {@link Faults}.
 */
@Timeout(60)
class ChaosNodeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration INSTANT = Duration.ofNanos(1);

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	@Test
	void doesNothingWrongByItself() {
		TestClient client = TestClient.connect(this.chaos.url());
		client.subscribe();
		assertThat(this.chaos.node().mine().hash()).isEqualTo(client.nextHead());
	}

	@Test
	void playsOnceInTheOrderOfAskingThenAlwaysUntilItHeals() throws IOException {
		this.chaos.always(Moment.REPLY, Faults.text("always"))
			.once(Moment.REPLY, Faults.text("first"))
			.once(Moment.REPLY, Faults.text("second"));
		try (RawClient client = open()) {
			assertThat(Stream.of(1, 2, 3, 4).map((i) -> call(client))).containsExactly("first", "second", "always",
					"always");
			this.chaos.heal();
			assertThat(call(client)).contains("\"result\":\"0x0\"");
		}
	}

	@Test
	void faultOfOneMethodComesBeforeThatOfAnyReply() throws IOException {
		this.chaos.always(Moment.REPLY, Faults.text("any"))
			.once(Moment.replyTo("eth_blockNumber"), Faults.text("number"));
		try (RawClient client = open()) {
			assertThat(call(client)).isEqualTo("number");
			assertThat(call(client)).isEqualTo("any");
		}
	}

	@Test
	void playsNowOverOpenConnections() throws IOException {
		try (RawClient one = open(); RawClient other = open()) {
			this.chaos.play(Faults.text("now"));
			assertThat(one.readText()).isEqualTo("now");
			assertThat(other.readText()).isEqualTo("now");
		}
	}

	@Test
	void goesOnAfterAFault() throws IOException {
		this.chaos.once(Moment.OPEN, Faults.text("hello")).once(Moment.HEAD, Faults.nothing());
		try (RawClient client = open()) {
			assertThat(client.readText()).isEqualTo("hello");
			client.subscribe();
			assertThat(client.readText()).contains("result");
			this.chaos.node().awaitSubscriptions(1, TIMEOUT);
			this.chaos.node().mine();
			SimulatedBlock second = this.chaos.node().mine();
			assertThat(client.readText()).contains(second.hash());
		}
	}

	@Test
	void composesFaults() throws IOException {
		Fault fault = Faults.text("a")
			.then(Faults.text("b").times(3))
			.then(Faults.text("never").times(0))
			.then(Faults.due())
			.then(Faults.end())
			.then(Faults.text("never").forever());
		this.chaos.once(Moment.REPLY, fault);
		try (RawClient client = open()) {
			assertThat(call(client)).isEqualTo("a");
			for (int i = 0; i < 3; i++) {
				assertThat(client.readText()).isEqualTo("b");
			}
			assertThat(client.readText()).contains("\"id\":1");
			assertThat(client.readByte()).isEqualTo(-1);
		}
	}

	@Test
	void scriptedFaultSeesWhatIsDueAndToWhom() throws IOException {
		this.chaos.once(Moment.replyTo("eth_subscribe"), (wire) -> {
			wire.send(wire.text() + wire.subscriptions() + wire.due().length);
			wire.reset();
			assertThat(wire.isOpen()).isFalse();
		});
		try (RawClient client = open()) {
			client.subscribe();
			assertThat(client.readText()).matches("\\{\"jsonrpc\".*\"result\":\"(0x\\w+)\"}\\[\\1]\\d+");
			client.readsReset();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 5000 })
	void pieceByPieceTheSameBytesCome(int size) throws IOException {
		Fault fault = Faults.inPieces(size, INSTANT);
		this.chaos.always(Moment.HANDSHAKE, fault).always(Moment.REPLY, fault).always(Moment.HEAD, fault);
		TestClient client = TestClient.connect(this.chaos.url());
		client.subscribe();
		assertThat(this.chaos.node().mine().hash()).isEqualTo(client.nextHead());
	}

	@Test
	void dripsByteByByte() throws IOException {
		this.chaos.once(Moment.REPLY, Faults.drip(Duration.ofHours(1)));
		try (RawClient client = open()) {
			client.call("eth_blockNumber", "[]");
			assertThat(client.readByte()).isEqualTo(0x81);
			client.readsNothing();
		}
	}

	@Test
	void pauses() throws IOException {
		long start = System.nanoTime();
		this.chaos.once(Moment.REPLY, Faults.pause(Duration.ofMillis(100)).then(Faults.due()));
		try (RawClient client = open()) {
			assertThat(call(client)).contains("\"result\":\"0x0\"");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
		}
	}

	@Test
	void cutsAtAnyByteOfAMessage() throws IOException {
		byte[] whole = FrameEncoder.encode(Frame.text("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x0\"}"));
		for (int count = 0; count <= whole.length; count++) {
			this.chaos.once(Moment.REPLY, Faults.firstBytes(count).then(Faults.end()));
			try (RawClient client = open()) {
				client.call("eth_blockNumber", "[]");
				assertThat(new String(client.readToTheEnd(), StandardCharsets.ISO_8859_1)).hasSize(count);
			}
		}
		this.chaos.once(Moment.REPLY, Faults.firstBytes(1_000_000));
		try (RawClient client = open()) {
			client.call("eth_blockNumber", "[]");
			assertThat(client.readBytes(whole.length)).isEqualTo(whole);
		}
	}

	@Test
	void resetsAfterSomeBytes() throws IOException {
		this.chaos.once(Moment.HEAD, Faults.firstBytes(5).then(Faults.reset()));
		try (RawClient client = open()) {
			client.subscribe();
			client.readFrame();
			this.chaos.node().awaitSubscriptions(1, TIMEOUT);
			this.chaos.node().mine();
			// A reset may overtake what was sent before it.
			client.readsReset();
		}
		this.chaos.awaitSockets(0, TIMEOUT);
	}

	static Stream<Moment> moments() {
		return Stream.of(Moment.CONNECT, Moment.HANDSHAKE, Moment.OPEN, Moment.REPLY, Moment.HEAD, Moment.PONG,
				Moment.CLOSE);
	}

	@ParameterizedTest
	@MethodSource("moments")
	void hangsUntilTheClientGoes(Moment moment) throws IOException {
		this.chaos.once(moment, Faults.hang());
		try (RawClient client = new RawClient(this.chaos.node())) {
			reach(moment, client);
			this.chaos.awaitSockets(1, TIMEOUT);
			client.readsNothing();
		}
		this.chaos.awaitSockets(0, TIMEOUT);
		try (RawClient next = open()) {
			assertThat(call(next)).contains("\"result\"");
		}
	}

	@ParameterizedTest
	@MethodSource("moments")
	void hangingConnectionsEndWithTheNode(Moment moment) throws IOException {
		this.chaos.once(moment, Faults.hang());
		try (RawClient client = new RawClient(this.chaos.node())) {
			reach(moment, client);
			this.chaos.awaitSockets(1, TIMEOUT);
			this.chaos.close();
			assertThat(this.chaos.socketCount()).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("moments")
	void endsOrResetsAtAnyMoment(Moment moment) throws IOException {
		this.chaos.once(moment, Faults.end()).once(moment, Faults.reset());
		try (RawClient client = new RawClient(this.chaos.node())) {
			reach(moment, client);
			assertThat(client.readByte()).isEqualTo(-1);
		}
		try (RawClient client = new RawClient(this.chaos.node())) {
			try {
				reach(moment, client);
				client.readsReset();
			}
			catch (IOException ex) {
				// Seen while something was sent already.
				assertThat(moment).isEqualTo(Moment.CONNECT);
			}
		}
		this.chaos.awaitSockets(0, TIMEOUT);
	}

	@Test
	void answersNoPingAndNoClose() throws IOException {
		this.chaos.always(Moment.PONG, Faults.nothing()).always(Moment.CLOSE, Faults.hang());
		try (RawClient client = open()) {
			client.sendFrame(0x89, (byte) 1);
			assertThat(call(client)).contains("result");
			client.sendFrame(0x88);
			client.readsNothing();
		}
	}

	@Test
	void unansweredCloseEndsTheConnectionWithoutCloseFrame() throws IOException {
		this.chaos.once(Moment.CLOSE, Faults.nothing());
		try (RawClient client = open()) {
			client.sendFrame(0x88);
			assertThatExceptionOfType(EOFException.class).isThrownBy(client::readFrame);
		}
	}

	private RawClient open() throws IOException {
		return RawClient.open(this.chaos.node());
	}

	private static String call(RawClient client) {
		try {
			client.call("eth_blockNumber", "[]");
			return client.readText();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Have a client do all that it takes for a fault to be played.
	 */
	private void reach(Moment moment, RawClient client) throws IOException {
		client.send(RawClient.UPGRADE);
		if (moment.equals(Moment.CONNECT) || moment.equals(Moment.HANDSHAKE)) {
			return;
		}
		client.readHead();
		if (moment.equals(Moment.REPLY)) {
			client.call("eth_blockNumber", "[]");
		}
		else if (moment.equals(Moment.PONG)) {
			client.sendFrame(0x89);
		}
		else if (moment.equals(Moment.CLOSE)) {
			client.sendFrame(0x88);
		}
		else if (moment.equals(Moment.HEAD)) {
			client.subscribe();
			client.readFrame();
			this.chaos.node().awaitSubscriptions(1, TIMEOUT);
			this.chaos.node().mine();
		}
	}

}
