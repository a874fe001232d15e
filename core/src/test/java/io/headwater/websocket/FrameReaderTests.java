package io.headwater.websocket;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

import com.sun.management.ThreadMXBean;
import io.headwater.testing.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The reader without a socket, so that a test says where each read ends.
 */
class FrameReaderTests {

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private int missed;

	@ParameterizedTest
	@MethodSource("io.headwater.websocket.ConformanceCase#all")
	void findsTheSameWhereverReadsEnd(ConformanceCase tried) throws IOException {
		verify(tried, () -> 1);
		verify(tried, () -> 7);
		verify(tried, () -> 4096);
		for (int seed = 0; seed < 5; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			verify(tried, () -> 1 + random.nextInt(random.nextBoolean() ? 10 : 50_000));
		}
	}

	private void verify(ConformanceCase tried, IntSupplier lengths) throws IOException {
		Receiver receiver = new Receiver();
		int code = read(new Chopped(tried.sent(), lengths), receiver);
		assertThat(code).isEqualTo(tried.reported());
		assertThat(receiver.heard).isEqualTo(tried.heard());
		assertThat(receiver.pings).isEqualTo(tried.pongs());
	}

	@Test
	void handsOverALongMessageWholeAndTellsMeanwhileThatItGoesOn() throws IOException {
		Receiver receiver = new Receiver();
		byte[] sent = Wire.join(Wire.text("x".repeat(150_000)), Wire.close(1000));
		assertThat(read(new Chopped(sent, () -> 1_448), receiver)).isEqualTo(1000);
		assertThat(receiver.lengths).containsExactly(150_000);
		assertThat(receiver.goesOn).isBetween(3, 10);
	}

	@Test
	void tellsNothingOfAMessageThatFitsTheBufferButTheMessage() throws IOException {
		Receiver receiver = new Receiver();
		byte[] head = Wire.text("h".repeat(1_800));
		read(new Chopped(Wire.join(FramingCases.repeat(head, 1_000), Wire.close(1000)), () -> 1_448), receiver);
		assertThat(receiver.lengths).hasSize(1_000).allMatch((length) -> length == 1_800);
		assertThat(receiver.goesOn).isZero();
	}

	@Test
	void allocatesNothingForALengthThatIsOnlyAnnounced() {
		byte[] sent = Wire.hex("82 7f 0000000003ffffff 78");
		Receiver receiver = new Receiver();
		receiver.limit = 64 * 1024 * 1024;
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read(new ByteArrayInputStream(sent), receiver));
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 * 1024 * 1024);
	}

	@Test
	void aMessageOfManyFragmentsHasOneDeadline() {
		byte[] sent = Wire.join(Wire.text("first"), Wire.begin("a"), Wire.ping(""), Wire.more("b"), Wire.ping(""));
		InputStream slow = new Chopped(sent, () -> {
			this.scheduler.advance(Duration.ofMillis(900));
			return 1;
		});
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read(slow, new Receiver()));
		assertThat(this.missed).isEqualTo(1);
	}

	@Test
	void eachMessageHasADeadlineOfItsOwn() {
		byte[] sent = FramingCases.repeat(Wire.text("four"), 100);
		InputStream slow = new Chopped(sent, () -> {
			this.scheduler.advance(Duration.ofMillis(900));
			return 1;
		});
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read(slow, new Receiver()));
		assertThat(this.missed).isZero();
	}

	@Test
	void nothingIsDueBetweenMessages() {
		byte[] sent = Wire.join(Wire.text("one"), Wire.ping(""));
		assertThatExceptionOfType(EOFException.class)
			.isThrownBy(() -> read(new ByteArrayInputStream(sent), new Receiver()));
		this.scheduler.advance(Duration.ofDays(1));
		assertThat(this.missed).isZero();
		assertThat(this.scheduler.pending()).isZero();
	}

	private int read(InputStream in, Receiver receiver) throws IOException {
		ClientSettings settings = new ClientSettings(Duration.ofSeconds(1), Duration.ofSeconds(1),
				Duration.ofSeconds(8), Duration.ofSeconds(1), FramingCases.LIMIT, true);
		Deadlines deadlines = new Deadlines(settings, this.scheduler, this.scheduler::nanoTime,
				(kind) -> this.missed++);
		try {
			return new FrameReader(new ReadBuffer(in), deadlines, receiver).readToClose().getCode();
		}
		catch (ProtocolException ex) {
			return ex.status().getCode();
		}
	}

	/**
	 * Gives no more bytes to a read than it is told to.
	 */
	static final class Chopped extends InputStream {

		private final ByteArrayInputStream bytes;

		private final IntSupplier lengths;

		Chopped(byte[] bytes, IntSupplier lengths) {
			this.bytes = new ByteArrayInputStream(bytes);
			this.lengths = lengths;
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			return this.bytes.read(target, offset, Math.min(length, this.lengths.getAsInt()));
		}

	}

	static final class Receiver implements FrameReader.Receiver {

		final List<String> heard = new ArrayList<>();

		final List<String> pings = new ArrayList<>();

		private final List<Integer> lengths = new ArrayList<>();

		private int limit = FramingCases.LIMIT;

		private int goesOn;

		@Override
		public int limit(boolean text) {
			return this.limit;
		}

		@Override
		public void messageGoesOn() {
			this.goesOn++;
		}

		@Override
		public void message(ByteBuffer bytes) {
			this.lengths.add(bytes.remaining());
			this.heard.add(StandardCharsets.UTF_8.decode(bytes).toString());
		}

		@Override
		public void control(int opcode, ByteBuffer body) {
			String text = StandardCharsets.UTF_8.decode(body).toString();
			if (opcode == Opcode.PING) {
				this.pings.add(text);
			}
			else {
				this.heard.add("pong:" + text);
			}
		}

	}

}
