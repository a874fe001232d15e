package io.headwater.benchmarks.process;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
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
	@EnabledOnOs(OS.LINUX)
	void readsTheMemoryOfProcess() throws IOException {
		ProcFiles own = new ProcFiles(ProcessHandle.current().pid());
		assertThat(own.memoryBytes("VmHWM")).isGreaterThan(10_000_000);
		assertThatIOException().isThrownBy(() -> own.memoryBytes("VmNone"));
	}

	@Test
	void addsUserAndSystemTicksOfProcessWhateverItsName() {
		assertThat(ProcFiles
			.parseProcessCpuNanos("15510 (a) b (c) S 15503 15503 13357 0 -1 4194304 337 759 0 0 115 2 1 0"))
			.isEqualTo(1_170_000_000);
	}

}
