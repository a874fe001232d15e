package io.headwater.benchmarks.endtoend;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs every contender and scenario for a moment, so that none stops working unnoticed.
 * What the moment measures means nothing.
 */
@EnabledOnOs(OS.LINUX)
class EndToEndBenchTests {

	private static final Set<Contender> ALWAYS = Set.of(Contender.HEADWATER_NATIVE, Contender.HEADWATER_TLS,
			Contender.HEADWATER_OBSERVED, Contender.HAND_WRITTEN, Contender.FLOOR, Contender.EMPTY);

	@Test
	void measuresEachContender() throws IOException, InterruptedException {
		EndToEndBench bench = run("--scenarios=start,flood,paced,rest",
				"--contenders=headwater-native,headwater-tls,headwater-observed,hand-written,web3j,floor,ethers,"
						+ "viem,empty");
		assertThat(bench.measurements()).extracting(Measurement::contender).containsAll(ALWAYS);
		Set<Contender> measured = bench.measurements().stream().map(Measurement::contender).collect(Collectors.toSet());
		for (Contender contender : measured) {
			assertThat(bench.measurements()).filteredOn((measurement) -> measurement.contender() == contender)
				.extracting(Measurement::setting)
				.contains(contender.follows()
						? new String[] { "start", "flood", "flood after 50 heads", "1000/s", "10/s", "rest" }
						: new String[] { "start", "rest" });
		}
		assertThat(bench.report()).contains("| headwater-native | flood heads/s | at least 1.50 x hand-written |",
				"| headwater-native | rest threads | at most 3 more than empty |",
				"Every head was delivered once, in order.");
	}

	@Test
	void measuresHowHeadwaterCatchesUpAndGrows() throws IOException, InterruptedException {
		EndToEndBench bench = run("--scenarios=catch-up,chains,listeners,soak", "--contenders=headwater-native");
		assertThat(bench.measurements()).extracting(Measurement::setting)
			.contains("catch-up", "2 chains, 10/s each", "2 listeners, flood", "soak");
	}

	private static EndToEndBench run(String scenarios, String contenders) throws IOException, InterruptedException {
		EndToEndBench bench = new EndToEndBench(EndToEndOptions.parse("--rounds=1", "--duration=100ms", "--warm-up=50",
				"--settle=1ms", "--catch-up-blocks=500", "--soak-heads=500", "--chains=2", "--listeners=2",
				"--folder=target/end-to-end-smoke", "--jvm-options=-XX:+UseSerialGC,-XX:TieredStopAtLevel=1", scenarios,
				contenders));
		bench.run();
		assertThat(bench.failures()).isEmpty();
		assertThat(bench.measurements())
			.allSatisfy((measurement) -> assertThat(measurement.value()).isGreaterThanOrEqualTo(0));
		return bench;
	}

}
