package io.headwater.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.headwater.engine.RawPeer.ClientFrame;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A session between the engine and a server whose bytes the test plays.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class EngineSessionTests {

	@AutoClose
	private final EngineFixture engine;

	EngineSessionTests() throws IOException {
		this.engine = new EngineFixture();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125, 126, 127, 65_535, 65_536, 100_000 })
	void sendsTextInOneMaskedFrameOfTheShortestForm(int length) throws Exception {
		RawPeer peer = this.engine.open();
		String text = "ä".repeat(length / 2) + "x".repeat(length % 2);
		CompletableFuture<Void> sent = send(new TextMessage(text));
		ClientFrame frame = peer.readFrame();
		assertThat(frame).hasToString("text:" + text);
		assertThat(frame.shortLength()).isEqualTo((length < 126) ? length : (length <= 65_535) ? 126 : 127);
		sent.get();
	}

	@Test
	void sendsBinaryPingAndPong() throws Exception {
		RawPeer peer = this.engine.open();
		WebSocketSession session = this.engine.session();
		ByteBuffer payload = ByteBuffer.wrap(Wire.utf8("..data..")).position(2).limit(6);
		session.sendMessage(new BinaryMessage(payload));
		session.sendMessage(new BinaryMessage(payload.asReadOnlyBuffer()));
		session.sendMessage(new PingMessage(ByteBuffer.wrap(Wire.utf8("p"))));
		session.sendMessage(new PongMessage());
		assertThat(List.of(peer.read(), peer.read(), peer.read(), peer.read())).containsExactly("binary:data",
				"binary:data", "ping:p", "pong:");
	}

	@Test
	void sendsPartsAsFragments() throws Exception {
		RawPeer peer = this.engine.open();
		WebSocketSession session = this.engine.session();
		session.sendMessage(new TextMessage("a", false));
		session.sendMessage(new PingMessage());
		assertThatIllegalStateException().isThrownBy(() -> session.sendMessage(new BinaryMessage(new byte[1])));
		session.sendMessage(new TextMessage("b", false));
		session.sendMessage(new TextMessage("c", true));
		session.sendMessage(new BinaryMessage(Wire.utf8("d"), false));
		session.sendMessage(new BinaryMessage(Wire.utf8("e"), true));
		session.close();
		assertThat(peer.send(Wire.close(1000)).readAll()).containsExactly("text:a...", "ping:", "continuation:b...",
				"continuation:c", "binary:d...", "continuation:e", "close:1000");
	}

	@Test
	void refusesToSendWhatIsNoFrame() throws Exception {
		this.engine.open();
		WebSocketSession session = this.engine.session();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> session.sendMessage(new PingMessage(ByteBuffer.allocate(126))))
			.withMessage("A control frame has at most 125 bytes, not 126");
		assertThatIllegalArgumentException().isThrownBy(() -> session.sendMessage(new OtherMessage()));
		assertThat(session.isOpen()).isTrue();
	}

	@Test
	void masksEachFrameWithAKeyOfItsOwn() throws Exception {
		RawPeer peer = this.engine.open();
		Set<ByteBuffer> keys = new HashSet<>();
		for (int i = 0; i < 200; i++) {
			this.engine.session().sendMessage(new TextMessage("the same"));
			keys.add(ByteBuffer.wrap(peer.readFrame().mask()));
		}
		assertThat(keys).hasSizeGreaterThan(195);
	}

	@Test
	void sendsOfManyThreadsDoNotMix() throws Exception {
		RawPeer peer = this.engine.open();
		List<CompletableFuture<Void>> sent = new ArrayList<>();
		for (int thread = 0; thread < 8; thread++) {
			String text = Integer.toString(thread).repeat(20_000);
			sent.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 20; i++) {
					sendNow(new TextMessage(text));
				}
			}, (task) -> new Thread(task).start()));
		}
		for (int i = 0; i < 160; i++) {
			String text = peer.read();
			assertThat(text).hasSize(20_005).isEqualTo("text:" + text.substring(5, 6).repeat(20_000));
		}
		for (CompletableFuture<Void> each : sent) {
			each.get();
		}
	}

	@Test
	void answersPingsWhileAnotherThreadSends() throws Exception {
		RawPeer peer = this.engine.open();
		CompletableFuture<Void> sent = send(new TextMessage("x".repeat(20_000_000)));
		awaitBlockedSender();
		peer.send(Wire.join(Wire.ping("old"), Wire.ping("new"), Wire.text("meanwhile")));
		Awaitility.await().until(() -> this.engine.handler().heard().equals(List.of("meanwhile")));
		assertThat(peer.readFrame().payload()).hasSize(20_000_000);
		// Only the newest needs an answer (RFC 6455, section 5.5.3).
		assertThat(peer.read()).isEqualTo("pong:new");
		sent.get();
	}

	@Test
	void senderWaitsNoLongerThanTheSendTimeout() throws Exception {
		RawPeer peer = this.engine.open();
		CompletableFuture<Void> sent = send(new TextMessage("x".repeat(20_000_000)));
		awaitBlockedSender();
		this.engine.scheduler().advance(EngineFixture.SEND_TIMEOUT.minusNanos(1));
		assertThat(this.engine.session().isOpen()).isTrue();
		this.engine.scheduler().advance(Duration.ofNanos(1));
		assertThat(sent).failsWithin(Duration.ofSeconds(30))
			.withThrowableOfType(ExecutionException.class)
			.withRootCauseInstanceOf(IOException.class);
		assertThat(this.engine.handler().awaitClosed())
			.isEqualTo(CloseStatus.NO_CLOSE_FRAME.withReason("a message could not be sent in time"));
		assertThat(this.engine.session().isOpen()).isFalse();
		this.engine.awaitNoThreads();
		peer.close();
	}

	@Test
	void senderThatWaitsForAnotherOneIsLetGoWithIt() throws Exception {
		this.engine.open();
		CompletableFuture<Void> first = send(new TextMessage("x".repeat(20_000_000)));
		awaitBlockedSender();
		CompletableFuture<Void> second = send(new TextMessage("second"));
		CompletableFuture<Void> third = send(new PingMessage());
		this.engine.scheduler().advance(EngineFixture.SEND_TIMEOUT);
		assertThat(List.of(first, second, third))
			.allSatisfy((sent) -> assertThat(sent).failsWithin(Duration.ofSeconds(30))
				.withThrowableOfType(ExecutionException.class)
				.withRootCauseInstanceOf(IOException.class));
	}

	@Test
	void nothingIsDueAfterMessagesWereSent() throws Exception {
		RawPeer peer = this.engine.open();
		this.engine.session().sendMessage(new TextMessage("a"));
		this.engine.session().sendMessage(new TextMessage("b"));
		assertThat(this.engine.scheduler().pending()).isLessThanOrEqualTo(1);
		this.engine.scheduler().advance(Duration.ofDays(1));
		assertThat(this.engine.scheduler().pending()).isZero();
		assertThat(this.engine.session().isOpen()).isTrue();
		assertThat(peer.read()).isEqualTo("text:a");
	}

	@Test
	void closesByCloseFrameAndAnswer() throws Exception {
		RawPeer peer = this.engine.open();
		this.engine.session().close(new CloseStatus(4321, "good\u20ACbye".repeat(30)));
		assertThat(this.engine.session().isOpen()).isFalse();
		ClientFrame frame = peer.readFrame();
		assertThat(frame).hasToString("close:4321");
		assertThat(frame.payload().length).isBetween(122, 125);
		assertThat(this.engine.handler().isClosed()).isFalse();
		peer.send(Wire.join(Wire.text("late"), Wire.ping("late"), Wire.pong("late"), Wire.close(4321)));
		assertThat(peer.isEnded()).isTrue();
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(4321);
		assertThat(this.engine.handler().heard()).isEmpty();
		this.engine.awaitNoThreads();
	}

	@Test
	void closesTheSocketOfANodeThatDoesNotAnswerTheCloseFrame() throws Exception {
		this.engine.closeTimeout(Duration.ofMillis(50));
		RawPeer peer = this.engine.open();
		this.engine.session().close();
		assertThat(peer.readAll()).containsExactly("close:1000");
		assertThat(this.engine.handler().awaitClosed())
			.isEqualTo(CloseStatus.NO_CLOSE_FRAME.withReason("the node did not answer the close frame in time"));
		this.engine.awaitNoThreads();
	}

	@Test
	void closesWithinTheCloseTimeoutThoughTheSocketIsFull() throws Exception {
		this.engine.closeTimeout(Duration.ofMillis(50));
		this.engine.open();
		CompletableFuture<Void> sent = send(new TextMessage("x".repeat(20_000_000)));
		awaitBlockedSender();
		assertThatIOException().isThrownBy(() -> this.engine.session().close());
		assertThat(sent).failsWithin(Duration.ofSeconds(30));
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(1006);
		this.engine.awaitNoThreads();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1006, 4500 })
	void unreliableSessionIsClosedAtOnceAndWakesItsReader(int code) throws Exception {
		RawPeer peer = this.engine.open();
		CompletableFuture<Void> sent = send(new TextMessage("x".repeat(20_000_000)));
		awaitBlockedSender();
		this.engine.session().close(new CloseStatus(code));
		assertThat(sent).failsWithin(Duration.ofSeconds(30));
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(code);
		this.engine.awaitNoThreads();
		peer.close();
	}

	@Test
	void closesOnce() throws Exception {
		RawPeer peer = this.engine.open();
		this.engine.session().close(CloseStatus.GOING_AWAY);
		this.engine.session().close(CloseStatus.NORMAL);
		this.engine.session().close();
		assertThat(peer.send(Wire.close(1001)).readAll()).containsExactly("close:1001");
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(1001);
		assertThatIOException().isThrownBy(() -> this.engine.session().sendMessage(new TextMessage("late")))
			.withMessage("the session is closed");
		assertThat(this.engine.handler().errors()).isEmpty();
	}

	@Test
	void sendsACloseFrameWithoutACode() throws Exception {
		RawPeer peer = this.engine.open();
		this.engine.session().close(CloseStatus.NO_STATUS_CODE);
		assertThat(peer.read()).isEqualTo("close:");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1004, 1015, 1016, 2999 })
	void refusesToCloseWithACodeThatMustNotBeSent(int code) throws Exception {
		this.engine.open();
		assertThatIllegalArgumentException().isThrownBy(() -> this.engine.session().close(new CloseStatus(code)))
			.withMessage("The close code " + code + " must not be sent");
		assertThat(this.engine.session().isOpen()).isTrue();
	}

	@Test
	void endOfTheConnectionWithoutACloseFrame() throws Exception {
		RawPeer peer = this.engine.open();
		peer.close();
		assertThat(this.engine.handler().awaitClosed()).isEqualTo(CloseStatus.NO_CLOSE_FRAME);
		assertThat(this.engine.handler().errors()).isEmpty();
		this.engine.awaitNoThreads();
		assertThat(this.engine.scheduler().pending()).isZero();
	}

	@Test
	void resetOfTheConnectionIsATransportError() throws Exception {
		RawPeer peer = this.engine.open();
		peer.reset();
		assertThat(this.engine.handler().awaitClosed()).isEqualTo(CloseStatus.NO_CLOSE_FRAME);
		assertThat(this.engine.handler().errors()).singleElement().isInstanceOf(SocketException.class);
	}

	@Test
	void endWithinAMessage() throws Exception {
		RawPeer peer = this.engine.open();
		peer.send(Wire.hex("81 05 68 65"));
		peer.close();
		assertThat(this.engine.handler().awaitClosed()).isEqualTo(CloseStatus.NO_CLOSE_FRAME);
		assertThat(this.engine.handler().heard()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "81", "81 05 68", "81 7e 00", "01 01 68", "89 02 68" })
	void messageThatIsNotEndedInTimeEndsTheSession(String begun) throws Exception {
		RawPeer peer = this.engine.open();
		peer.send(Wire.hex(begun));
		awaitReaderWithinAMessage();
		this.engine.scheduler().advance(EngineFixture.MESSAGE_TIMEOUT.minusNanos(1));
		assertThat(this.engine.session().isOpen()).isTrue();
		this.engine.scheduler().advance(Duration.ofNanos(1));
		assertThat(this.engine.handler().awaitClosed())
			.isEqualTo(CloseStatus.PROTOCOL_ERROR.withReason("a message was begun but not ended in time"));
		this.engine.awaitNoThreads();
	}

	@Test
	void nodeThatFloodsAfterItsFaultIsCutOff() throws Exception {
		this.engine.closeTimeout(Duration.ofMillis(50));
		RawPeer peer = this.engine.open();
		peer.send(Wire.hex("ff 00"));
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(1002);
		byte[] flood = FramingCases.repeat(Wire.text("x".repeat(1_000)), 100);
		assertThatIOException().isThrownBy(() -> {
			while (true) {
				peer.send(flood);
			}
		});
		this.engine.awaitNoThreads();
		assertThat(this.engine.handler().heard()).isEmpty();
	}

	@Test
	void tellsWhatWasWrong() throws Exception {
		RawPeer peer = this.engine.open();
		peer.send(Wire.hex("83 00"));
		assertThat(this.engine.handler().awaitClosed().getReason()).isEqualTo("a frame has a reserved opcode");
	}

	@Test
	void refusesBinaryMessagesWhereTheyAreNotRead() throws Exception {
		this.engine.refusingBinary();
		RawPeer peer = this.engine.open();
		peer.send(Wire.join(Wire.text("text"), FramingCases.binary("binary")));
		assertThat(peer.read()).isEqualTo("close:1003");
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(1003);
		assertThat(this.engine.handler().heard()).containsExactly("text");
	}

	@Test
	void keepsTheLimitsOfTheSession() throws Exception {
		RawPeer peer = this.engine.open();
		WebSocketSession session = this.engine.session();
		assertThat(session.getTextMessageSizeLimit()).isEqualTo(FramingCases.LIMIT);
		session.setTextMessageSizeLimit(5);
		session.setBinaryMessageSizeLimit(6);
		peer.send(Wire.join(Wire.text("12345"), FramingCases.binary("123456"), Wire.text("123456")));
		assertThat(peer.read()).isEqualTo("close:1009");
		assertThat(this.engine.handler().awaitClosed().getReason())
			.isEqualTo("a message is longer than the 5 bytes that are read");
		assertThat(this.engine.handler().heard()).containsExactly("12345", "123456");
		assertThat(session.getBinaryMessageSizeLimit()).isEqualTo(6);
	}

	@Test
	void makesAllCallsOnOneThread() throws Exception {
		RawPeer peer = this.engine.open();
		peer.send(Wire.join(Wire.text("a"), Wire.pong("b"), Wire.close(1000)));
		this.engine.handler().awaitClosed();
		assertThat(this.engine.handler().threads()).hasSize(4).containsOnly("engine-0");
	}

	@Test
	void failingHandlerEndsTheSession(CapturedOutput output) throws Exception {
		this.engine.handler(new RecordingHandler(true) {

			@Override
			public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
				throw new IOException("a defect");
			}

		});
		RawPeer peer = this.engine.open();
		peer.send(Wire.text("x"));
		assertThat(peer.read()).isEqualTo("close:1011");
		assertThat(this.engine.handler().awaitClosed()).isEqualTo(CloseStatus.SERVER_ERROR);
		assertThat(output).contains("The handler of the session with ws://127.0.0.1:", "a defect")
			.doesNotContain("SECRETKEY");
	}

	@Test
	void handlerThatFailsAtOpeningEndsTheSession() throws Exception {
		this.engine.handler(new RecordingHandler(true) {

			@Override
			public void afterConnectionEstablished(WebSocketSession session) {
				throw new IllegalStateException("a defect");
			}

		});
		CompletableFuture<WebSocketSession> opened = this.engine.execute();
		RawPeer peer = this.engine.server().accept().upgrade();
		assertThat(peer.read()).isEqualTo("close:1011");
		assertThat(opened.get().isOpen()).isFalse();
	}

	@Test
	void handlerMayCloseAndSendWithinItsCalls() throws Exception {
		this.engine.handler(new RecordingHandler(true) {

			@Override
			public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
				super.handleMessage(session, message);
				session.sendMessage(new TextMessage("answer"));
				session.close(CloseStatus.GOING_AWAY);
			}

		});
		RawPeer peer = this.engine.open();
		peer.send(Wire.join(Wire.text("one"), Wire.text("two"), Wire.close(1001)));
		assertThat(peer.readAll()).containsExactly("text:answer", "close:1001");
		assertThat(this.engine.handler().heard()).containsExactly("one");
		assertThat(this.engine.handler().awaitClosed().getCode()).isEqualTo(1001);
	}

	@Test
	void slowHandlerHoldsTheNodeBackAndLosesNothing() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		this.engine.handler(new RecordingHandler(true) {

			@Override
			public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
				assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
				super.handleMessage(session, message);
			}

		});
		RawPeer peer = this.engine.open();
		CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
			try {
				peer.send(FramingCases.repeat(Wire.text("x".repeat(100_000)), 200));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task).start());
		gate.countDown();
		Awaitility.await().until(() -> this.engine.handler().heard().size() == 200);
		sent.get();
		assertThat(this.engine.handler().largestPart()).isLessThanOrEqualTo(ReadBuffer.USUAL_CAPACITY);
	}

	@Test
	void tellsWhatItIsWithoutSecrets() throws Exception {
		RawPeer peer = this.engine.open();
		WebSocketSession session = this.engine.session();
		assertThat(session.toString()).contains(session.getId(), "ws://127.0.0.1").doesNotContain("SECRETKEY");
		assertThat(session.getUri()).isEqualTo(this.engine.server().url());
		assertThat(session.getPrincipal()).isNull();
		assertThat(session.getExtensions()).isEmpty();
		assertThat(session.getAcceptedProtocol()).isNull();
		session.getAttributes().put("a", "b");
		assertThat(session.getAttributes()).isEqualTo(Map.of("a", "b"));
		assertThat(session.getRemoteAddress()).isEqualTo(peer.socket().getLocalSocketAddress());
		assertThat(session.getLocalAddress()).isEqualTo((InetSocketAddress) peer.socket().getRemoteSocketAddress());
	}

	private CompletableFuture<Void> send(WebSocketMessage<?> message) {
		return CompletableFuture.runAsync(() -> sendNow(message), (task) -> new Thread(task, "sender").start());
	}

	private void sendNow(WebSocketMessage<?> message) {
		try {
			this.engine.session().sendMessage(message);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Until the socket has taken all it can. */
	private static void awaitBlockedSender() {
		Awaitility.await().until(() -> isInSocketWithin("sender", "flush"));
	}

	private static void awaitReaderWithinAMessage() {
		Awaitility.await().until(() -> isInSocketWithin("engine-0", "await"));
	}

	private static boolean isInSocketWithin(String thread, String method) {
		return Thread.getAllStackTraces().entrySet().stream().anyMatch((entry) -> {
			List<StackTraceElement> stack = List.of(entry.getValue());
			return entry.getKey().getName().equals(thread)
					&& stack.stream().anyMatch((frame) -> frame.getMethodName().equals(method))
					&& stack.stream().anyMatch((frame) -> frame.getClassName().startsWith("sun.nio.ch"));
		});
	}

	/**
	 * A message that Spring does not know.
	 */
	private static final class OtherMessage implements WebSocketMessage<String> {

		@Override
		public String getPayload() {
			return "";
		}

		@Override
		public int getPayloadLength() {
			return 0;
		}

		@Override
		public boolean isLast() {
			return true;
		}

	}

}
