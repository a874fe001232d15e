package io.headwater.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.headwater.benchmarks.process.NanoTimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProbeTests {

	private final List<String> told = new ArrayList<>();

	private final Probe probe = new Probe(() -> this.told.add("first"));

	@Test
	void countsHeadsAndThoseOutOfOrder() {
		for (long number : new long[] { 7, 8, 9, 9, 11, 12 }) {
			this.probe.head(number);
		}
		assertThat(this.probe.delivered()).isEqualTo(6);
		assertThat(this.probe.disordered()).isEqualTo(2);
		assertThat(this.probe.last()).isEqualTo(12);
		assertThat(this.told).containsExactly("first");
	}

	@Test
	void tellsOnceThatTheAwaitedHeadHasCome() {
		this.probe.await(9, () -> this.told.add("reached at " + this.probe.last()));
		for (long number = 7; number < 12; number++) {
			this.probe.head(number);
		}
		assertThat(this.told).containsExactly("first", "reached at 9");
	}

	@Test
	void notesWhenHeadsComeWhileItIsToDoSo(@TempDir Path folder) throws IOException {
		this.probe.head(1);
		long before = System.nanoTime();
		this.probe.record(2);
		this.probe.head(2);
		this.probe.head(3);
		NanoTimes recorded = this.probe.recorded();
		this.probe.head(4);
		recorded.writeTo(folder.resolve("times"));
		long[] times = NanoTimes.readFrom(folder.resolve("times"));
		assertThat(times).hasSize(2);
		assertThat(times[0] - before).isNotNegative();
		assertThat(times[1] - times[0]).isNotNegative();
	}

}
