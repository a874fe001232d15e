package io.headwater.websocket;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.IntSupplier;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.headwater.testing.VirtualScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever bytes come, and wherever reads end, the client's reader finds what a plain one
 * finds that has all of them. The normal build reads the seeds.
 */
class FrameReaderFuzzTests {

	private static final Duration LONG = Duration.ofSeconds(5);

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	@FuzzTest(maxDuration = "10m")
	void readsAnyBytesAsTheyAre(byte[] bytes) throws IOException {
		long start = this.threads.getCurrentThreadCpuTime();
		verify(bytes, () -> 1);
		verify(bytes, () -> 7);
		verify(bytes, () -> bytes.length);
		assertThat(Duration.ofNanos(this.threads.getCurrentThreadCpuTime() - start)).isLessThan(LONG);
	}

	private static void verify(byte[] bytes, IntSupplier lengths) throws IOException {
		PlainFrames plain = new PlainFrames(bytes, FramingCases.LIMIT);
		int expected = plain.read();
		FrameReaderTests.Receiver receiver = new FrameReaderTests.Receiver();
		int code = read(bytes, lengths, receiver);
		// The JDK's decoder awaits the third byte of half a surrogate pair, the client
		// does not.
		if (code != 1007 || expected != PlainFrames.UNFINISHED) {
			assertThat(code).isEqualTo(expected);
		}
		assertThat(receiver.heard).isEqualTo(plain.heard);
		assertThat(receiver.pings).isEqualTo(plain.pings);
	}

	private static int read(byte[] bytes, IntSupplier lengths, FrameReader.Receiver receiver) throws IOException {
		VirtualScheduler scheduler = new VirtualScheduler();
		ClientSettings settings = new ClientSettings(Duration.ofSeconds(1), Duration.ofSeconds(1),
				Duration.ofSeconds(8), Duration.ofSeconds(1), FramingCases.LIMIT, true);
		Deadlines deadlines = new Deadlines(settings, scheduler, scheduler::nanoTime, (kind) -> {
		});
		ReadBuffer buffer = new ReadBuffer(new FrameReaderTests.Chopped(bytes, lengths));
		try {
			return new FrameReader(buffer, deadlines, receiver).readToClose().getCode();
		}
		catch (ProtocolException ex) {
			return ex.status().getCode();
		}
		catch (EOFException ex) {
			return PlainFrames.UNFINISHED;
		}
	}

}
