package io.headwater.benchmarks.idle;

import io.headwater.benchmarks.idle.ThreadNames.Named;
import io.headwater.benchmarks.idle.ThreadUsage.Life;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ThreadCountersTests {

	private static final String STATUS = """
			Name:	headwater-main-
			State:	S (sleeping)
			Mems_allowed_list:	0
			voluntary_ctxt_switches:	17
			nonvoluntary_ctxt_switches:	3
			""";

	@Test
	void readsWhatTheKernelWrites() {
		assertThat(ThreadCounters.parse(42, "headwater-main-\n", "1156051918 307661 14\n", STATUS))
			.isEqualTo(new ThreadCounters(42, "headwater-main-", 1156051918, 14, 17, 3));
	}

	@Test
	void refusesOtherText() {
		assertThatIllegalArgumentException().isThrownBy(() -> ThreadCounters.parse(42, "x", "1 2", STATUS));
		assertThatIllegalArgumentException().isThrownBy(() -> ThreadCounters.parse(42, "x", "1 2 3", "Name: x"));
	}

	@Test
	void addsUserAndSystemTicksOfProcessWhateverItsName() {
		assertThat(ProcFiles
			.parseProcessCpuNanos("15510 (a) b (c) S 15503 15503 13357 0 -1 4194304 337 759 0 0 115 2 1 0"))
			.isEqualTo(1_170_000_000);
	}

	@Test
	void countsTheWakeUpThatEndsThread() {
		ThreadCounters begin = new ThreadCounters(42, "x", 100, 4, 5, 6);
		ThreadCounters end = new ThreadCounters(42, "x", 300, 7, 9, 8);
		Named named = new Named("x", Owner.OTHER);
		assertThat(ThreadUsage.between(begin, end, named, Life.STAYED).switches()).isEqualTo(6);
		assertThat(ThreadUsage.between(begin, end, named, Life.VANISHED).switches()).isEqualTo(7);
	}

}
