package io.headwater.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class NanoTimesTests {

	@Test
	void surviveFileAndStayWithinTheCapacity(@TempDir Path folder) throws IOException {
		NanoTimes times = new NanoTimes(3);
		for (long nanos : new long[] { -1, Long.MAX_VALUE, 42, 43 }) {
			times.add(nanos);
		}
		times.writeTo(folder.resolve("times"));
		assertThat(NanoTimes.readFrom(folder.resolve("times"))).containsExactly(-1, Long.MAX_VALUE, 42);
	}

}
