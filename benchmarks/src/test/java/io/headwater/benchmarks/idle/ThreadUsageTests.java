package io.headwater.benchmarks.idle;

import io.headwater.benchmarks.idle.ThreadNames.Named;
import io.headwater.benchmarks.idle.ThreadUsage.Life;
import io.headwater.benchmarks.process.ThreadCounters;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadUsageTests {

	@Test
	void countsTheWakeUpThatEndsThread() {
		ThreadCounters begin = new ThreadCounters(42, "x", 100, 4, 5, 6);
		ThreadCounters end = new ThreadCounters(42, "x", 300, 7, 9, 8);
		Named named = new Named("x", Owner.OTHER);
		assertThat(ThreadUsage.between(begin, end, named, Life.STAYED).switches()).isEqualTo(6);
		assertThat(ThreadUsage.between(begin, end, named, Life.VANISHED).switches()).isEqualTo(7);
	}

}
