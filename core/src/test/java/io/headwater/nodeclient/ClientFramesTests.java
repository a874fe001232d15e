package io.headwater.nodeclient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

import io.headwater.test.ChaosNode;
import io.headwater.test.Fault;
import io.headwater.test.Faults;
import io.headwater.test.FrameFaults;
import io.headwater.test.Moment;
import io.headwater.test.SimulatedChain;
import io.headwater.testing.EachClient;
import io.headwater.testing.FailureMode;
import io.headwater.testing.OwnClientOnly;
import io.headwater.testing.TestConnection;
import io.headwater.transport.Payload;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client makes of what a node sends.
 */
@EachClient
class ClientFramesTests {

	private static final Duration SHORT = Duration.ofMillis(500);

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final int TEXT = 0x01;

	private static final int CONTINUATION = 0x00;

	private static final int FIN = 0x80;

	private static final Fault ONE_BYTE_AT_A_TIME = (wire) -> {
		wire.write((byte) ' ');
		wire.pause(Duration.ofMillis(20));
	};

	/** A frame of which only the beginning comes. */
	private static final Fault BEGUN = FrameFaults.lyingLength(TestConnection.CAP, 2);

	private static final Fault DRIPPED = BEGUN.then(ONE_BYTE_AT_A_TIME.forever());

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	@FailureMode(12)
	@ParameterizedTest
	@ValueSource(ints = { 8_191, 8_192, 8_193, 50_000, TestConnection.CAP })
	void readsMessagesUpToTheCapWholeOrInFragments(int length) {
		String message = "\u00e4x".repeat(length / 3) + "y".repeat(length % 3);
		byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
		assertThat(bytes).hasSize(length);
		Fault fragments = FrameFaults.frame(TEXT)
			.then(FrameFaults.frame(CONTINUATION, bytes))
			.then(FrameFaults.frame(FIN));
		this.chaos.once(Moment.OPEN, FrameFaults.frame(FIN | TEXT, bytes).then(fragments));
		try (TestConnection connection = TestConnection.to(this.chaos.url())) {
			assertThat(text(connection.awaitMessage())).isEqualTo(message);
			assertThat(text(connection.awaitMessage())).isEqualTo(message);
		}
	}

	static Stream<Fault> messagesThatAreTooLong() {
		String part = "x".repeat(1000);
		return Stream.of(Faults.text("x".repeat(TestConnection.CAP + 1)), FrameFaults.endlessFragments(part),
				FrameFaults.endlessFrame(), FrameFaults.lyingLength(Long.MAX_VALUE, 2 * TestConnection.CAP));
	}

	/** Closed at once, or a node would be read, and decoded, for as long as it likes. */
	@FailureMode({ 12, 30 })
	@ParameterizedTest
	@MethodSource("messagesThatAreTooLong")
	void endsAConnectionWhoseMessageIsTooLongAndReadsNoMore(Fault message) {
		this.chaos.once(Moment.OPEN, message.then(Faults.hang())).always(Moment.CLOSE, Faults.nothing());
		try (TestConnection connection = TestConnection.to(this.chaos.url())) {
			assertThat(connection.awaitLoss().kind()).isEqualTo(Kind.MESSAGE_TOO_LONG);
			awaitNoSocket();
		}
	}

	static Stream<Arguments> framesThatBreakTheProtocol() {
		byte[] text = { 'x' };
		return Stream.of(
				Arguments.of("a frame has reserved bits, but no extension was agreed on", FrameFaults.deflateBomb(1)),
				Arguments.of("a text is not UTF-8", FrameFaults.brokenUtf8()),
				Arguments.of("a frame has a reserved opcode", FrameFaults.frame(FIN | 0x03, text)),
				Arguments.of("a frame continues a message that was not begun", FrameFaults.frame(FIN, text)),
				Arguments.of("a message begins within another one",
						FrameFaults.frame(TEXT, text).then(FrameFaults.frame(TEXT, text))),
				Arguments.of("a control frame is fragmented", FrameFaults.frame(0x09, text)),
				Arguments.of("a control frame is longer than 125 bytes", FrameFaults.ping(126)),
				Arguments.of("a frame is longer than 2^63-1 bytes", FrameFaults.lyingLength(-1, 1)));
	}

	@FailureMode({ 34, 35 })
	@ParameterizedTest
	@MethodSource("framesThatBreakTheProtocol")
	void tellsThatTheProtocolIsBroken(String what, Fault frames) {
		this.chaos.once(Moment.OPEN, frames);
		ConnectionLoss loss = TestConnection.lossOf(this.chaos.url());
		assertThat(loss.kind()).isEqualTo(Kind.PROTOCOL);
		if (TestConnection.isOwn()) {
			assertThat(loss.detail()).isEqualTo("the node broke the protocol: " + what);
		}
		awaitNoSocket();
	}

	@Test
	@FailureMode(34)
	void tellsThatAMessageIsMasked() {
		this.chaos.always(Moment.replyTo("eth_chainId"), FrameFaults.masked());
		try (TestConnection connection = TestConnection.to(this.chaos.url())) {
			connection.awaitOpen().send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}");
			assertThat(connection.awaitLoss().kind()).isEqualTo(Kind.PROTOCOL);
		}
	}

	@Test
	@FailureMode(34)
	void readsBinaryMessagesAsWell() {
		this.chaos.once(Moment.OPEN, FrameFaults.frame(FIN | 0x02, "bytes".getBytes(StandardCharsets.UTF_8)));
		try (TestConnection connection = TestConnection.to(this.chaos.url())) {
			assertThat(text(connection.awaitMessage())).isEqualTo("bytes");
		}
	}

	@FailureMode(1)
	@ParameterizedTest
	@CsvSource({ "1000, CLOSED", "1001, CLOSED", "1003, PROTOCOL", "1007, PROTOCOL", "1008, CLOSED",
			"1009, MESSAGE_TOO_LONG", "1011, CLOSED", "4001, CLOSED" })
	void tellsTheCodeWithWhichTheNodeCloses(int code, Kind kind) {
		this.chaos.once(Moment.OPEN, FrameFaults.close(code, "SECRETKEY\nforged"));
		assertThat(TestConnection.lossOf(this.chaos.url()))
			.isEqualTo(new ConnectionLoss(kind, "closed with code " + code + " (SECRETKEY?forged)", null, null, code));
	}

	/** Clients of others tell codes that they do not know as 1002. */
	@FailureMode(1)
	@ParameterizedTest
	@ValueSource(ints = { 1002, 1012, 1013, 1014 })
	@OwnClientOnly
	void doesNotTakeARestartForABrokenProtocol(int code) {
		this.chaos.once(Moment.OPEN, FrameFaults.close(code, "SECRETKEY"));
		assertThat(TestConnection.lossOf(this.chaos.url()))
			.isEqualTo(new ConnectionLoss((code == 1002) ? Kind.PROTOCOL : Kind.CLOSED,
					"closed with code " + code + " (SECRETKEY)", null, null, code));
	}

	@Test
	@FailureMode(1)
	void tellsThatTheConnectionBroke() {
		this.chaos.once(Moment.OPEN, Faults.end()).once(Moment.OPEN, Faults.reset());
		assertThat(TestConnection.lossOf(this.chaos.url()).kind()).isEqualTo(Kind.CLOSED);
		assertThat(TestConnection.lossOf(this.chaos.url()).kind()).isEqualTo(Kind.CLOSED);
	}

	static Stream<Fault> silences() {
		Stream<Fault> silences = Stream.of(Faults.hang(), BEGUN, FrameFaults.frame(TEXT, (byte) 'x'));
		return TestConnection.isOwn() ? silences : Stream.concat(silences, Stream.of(DRIPPED));
	}

	/** A client of others says nothing of a frame before it has a part to hand over. */
	@FailureMode({ 4, 29, 30 })
	@ParameterizedTest
	@MethodSource("silences")
	void nodeThatSendsNothingWholeIsDead(Fault silence) {
		this.chaos.once(Moment.OPEN, silence.then(Faults.hang())).always(Moment.CLOSE, Faults.nothing());
		try (TestConnection connection = TestConnection.watched(this.chaos.url(), SHORT, LONG)) {
			assertThat(connection.awaitLoss())
				.isEqualTo(new ConnectionLoss(Kind.SILENT, "nothing came for 500 ms after a ping"));
			awaitNoSocket();
		}
	}

	/** Tomcat's client stops reading then, and in some cases tells nobody. */
	@Test
	@FailureMode(34)
	void closeFrameThatIsBrokenEndsTheConnectionInAnyCase() {
		this.chaos.once(Moment.OPEN, FrameFaults.frame(FIN | 0x08, (byte) 'x').then(Faults.hang()));
		try (TestConnection connection = TestConnection.watched(this.chaos.url(), SHORT, LONG)) {
			assertThat(connection.awaitLoss().kind()).isIn(Kind.PROTOCOL, Kind.SILENT);
			awaitNoSocket();
		}
	}

	@Test
	@FailureMode(4)
	void frozenNodeIsDead() {
		try (TestConnection connection = TestConnection.watched(this.chaos.url(), SHORT, LONG)) {
			connection.awaitOpen();
			this.chaos.node().freeze();
			assertThat(connection.awaitLoss().kind()).isEqualTo(Kind.SILENT);
		}
	}

	@Test
	void nodeThatAnswersPingsLivesOn() {
		Fault third = Faults.due().then(Faults.text("still here"));
		this.chaos.once(Moment.PONG, Faults.due()).once(Moment.PONG, Faults.due()).once(Moment.PONG, third);
		try (TestConnection connection = TestConnection.watched(this.chaos.url(), SHORT, LONG)) {
			assertThat(text(connection.awaitMessage())).isEqualTo("still here");
		}
	}

	static Stream<Fault> messagesWithoutEnd() {
		Fault pause = Faults.pause(Duration.ofMillis(20));
		Stream<Fault> messages = Stream.of(FrameFaults.endlessFragments(""), FrameFaults.frame(TEXT, (byte) 'x')
			.then(FrameFaults.frame(CONTINUATION, (byte) 'x').then(pause).forever()));
		return TestConnection.isOwn() ? Stream.concat(messages, Stream.of(DRIPPED)) : messages;
	}

	@FailureMode({ 29, 30 })
	@ParameterizedTest
	@MethodSource("messagesWithoutEnd")
	void endsAConnectionWhoseMessageIsNotEndedInTime(Fault message) {
		this.chaos.once(Moment.OPEN, message).always(Moment.CLOSE, Faults.nothing());
		try (TestConnection connection = TestConnection.watched(this.chaos.url(), LONG, SHORT)) {
			assertThat(connection.awaitLoss()).isEqualTo(new ConnectionLoss(Kind.PROTOCOL,
					"the node broke the protocol: a message was begun but not ended in time"));
			awaitNoSocket();
		}
	}

	/** Others wait for an answer to their close frame, some for half a minute. */
	private void awaitNoSocket() {
		if (TestConnection.isOwn()) {
			this.chaos.awaitSockets(0, TestConnection.TIMEOUT);
		}
	}

	private static String text(Payload payload) {
		return new String(payload.buffer(), payload.offset(), payload.length(), StandardCharsets.UTF_8);
	}

}
