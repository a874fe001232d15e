package io.headwater.test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameFaults}.
 */
@Timeout(60)
class FrameFaultsTests {

	private static final String TEXT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"ü\"}";

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	@BeforeEach
	void answerWithText() {
		this.chaos.node().respondWith("test_text", (params) -> "\"ü\"");
	}

	@Test
	void sendsAnyFrame() throws IOException {
		assertSends(FrameFaults.frame(0x83, (byte) 7), 0x83, 1, 7);
		assertSends(FrameFaults.frame(0x80), 0x80, 0);
		assertSends(FrameFaults.frame(0x09), 0x09, 0);
		assertSends(FrameFaults.brokenUtf8(), 0x81, 4, '"', 0xC3, '(', '"');
		assertSends(FrameFaults.ping(2), 0x89, 2, 0, 0);
	}

	@Test
	void sendsWhatIsDueUnderOtherBits() throws IOException {
		try (RawClient client = played(FrameFaults.dueAs(0xC2))) {
			assertThat(client.readByte()).isEqualTo(0xC2);
			assertThat(client.readByte()).isEqualTo(utf8(TEXT).length);
			assertThat(client.readBytes(utf8(TEXT).length)).isEqualTo(utf8(TEXT));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 1000 })
	void sendsWhatIsDueInFragments(int size) {
		this.chaos.always(Moment.REPLY, FrameFaults.fragmented(size));
		TestClient client = TestClient.connect(this.chaos.url());
		client.request("test_text", "[]");
		assertThat(client.next()).isEqualTo(TEXT);
	}

	@Test
	void fragmentsNeverEnd() throws IOException {
		try (RawClient client = played(FrameFaults.endlessFragments("part"))) {
			assertFrame(client.readFrame(), false, Frame.TEXT, "part");
			for (int i = 0; i < 100_000; i++) {
				assertFrame(client.readFrame(), false, Frame.CONTINUATION, "part");
			}
		}
		this.chaos.awaitSockets(0, Duration.ofSeconds(10));
	}

	@Test
	void declaresAnotherLengthThanItSends() throws IOException {
		assertSends(FrameFaults.lyingLength(Long.MAX_VALUE, 2), 0x81, 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
				0xFF, ' ', ' ');
		assertSends(FrameFaults.lyingLength(-1, 0), 0x81, 127, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
		assertSends(FrameFaults.lyingLength(1, 0), 0x81, 127, 0, 0, 0, 0, 0, 0, 0, 1);
	}

	@Test
	void frameNeverEnds() throws IOException {
		try (RawClient client = played(FrameFaults.endlessFrame())) {
			client.readBytes(10);
			assertThat(client.readBytes(10_000_000)).containsOnly(0);
		}
		this.chaos.awaitSockets(0, Duration.ofSeconds(10));
	}

	@Test
	void masksWhatIsDue() throws IOException {
		try (RawClient client = played(FrameFaults.masked())) {
			assertThat(client.readByte()).isEqualTo(0x81);
			assertThat(client.readByte()).isEqualTo(0x80 | 127);
			assertThat(ByteBuffer.wrap(client.readBytes(8)).getLong()).isEqualTo(utf8(TEXT).length);
			assertThat(client.readBytes(4)).containsOnly(0);
			assertThat(client.readBytes(utf8(TEXT).length)).isEqualTo(utf8(TEXT));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1000, 1005, 1006, 4001, 65_535 })
	void closesWithAnyStatusAndGoesOn(int code) throws IOException {
		try (RawClient client = played(FrameFaults.close(code, "why").then(Faults.due()))) {
			Frame close = client.readFrame();
			assertThat(close.opcode()).isEqualTo(Frame.CLOSE);
			assertThat(ByteBuffer.wrap(close.payload()).getShort() & 0xFFFF).isEqualTo(code);
			assertThat(new String(close.payload(), 2, 3)).isEqualTo("why");
			assertThat(client.readText()).isEqualTo(TEXT);
		}
	}

	@Test
	void controlFramesAreTooLongWhenAsked() throws IOException {
		try (RawClient client = played(FrameFaults.ping(126).then(FrameFaults.close(1000, "x".repeat(124))))) {
			assertThat(client.readFrame().payload()).hasSize(126);
			assertThat(client.readFrame().payload()).hasSize(126);
		}
	}

	@Test
	void deflateBombIsSmallOnTheWire() throws IOException, DataFormatException {
		try (RawClient client = played(FrameFaults.deflateBomb(64))) {
			assertThat(client.readByte()).isEqualTo(0xC1);
			assertThat(client.readByte()).isEqualTo(126);
			byte[] payload = client.readBytes(ByteBuffer.wrap(client.readBytes(2)).getShort() & 0xFFFF);
			Inflater inflater = new Inflater(true);
			inflater.setInput(payload);
			byte[] buffer = new byte[1024 * 1024];
			while (!inflater.finished()) {
				assertThat(inflater.inflate(buffer)).isPositive();
			}
			assertThat(inflater.getBytesWritten()).isEqualTo(64L * 1024 * 1024);
			inflater.end();
		}
	}

	@Test
	void clientOfTheJdkSeesABrokenProtocol() {
		this.chaos.once(Moment.OPEN, FrameFaults.frame(0x83));
		TestClient client = TestClient.connect(this.chaos.url());
		assertThat(client.awaitEnd()).isEqualTo("error");
	}

	private void assertSends(Fault fault, int... bytes) throws IOException {
		try (RawClient client = played(fault)) {
			for (int expected : bytes) {
				assertThat(client.readByte()).isEqualTo(expected);
			}
			client.readsNothing();
		}
	}

	private RawClient played(Fault fault) throws IOException {
		this.chaos.once(Moment.REPLY, fault);
		RawClient client = RawClient.open(this.chaos.node());
		client.call("test_text", "[]");
		return client;
	}

	private static void assertFrame(Frame frame, boolean fin, int opcode, String text) {
		if (frame.fin() != fin || frame.opcode() != opcode || !new String(frame.payload()).equals(text)) {
			throw new AssertionError(frame);
		}
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
