package io.headwater.benchmarks.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EndToEndOptionsTests {

	@Test
	void measureEverythingByDefault() {
		EndToEndOptions options = EndToEndOptions.parse();
		assertThat(options.scenarios()).containsExactly(Scenario.values());
		assertThat(options.contenders()).contains(Contender.HEADWATER_NATIVE, Contender.WEB3J, Contender.EMPTY);
		assertThat(options.catchUpBlocks()).isEqualTo(100_000);
		assertThat(options.jvmOptions()).containsExactly("-XX:+UseG1GC", "-Xms64m", "-Xmx256m");
		assertThat(options.properties()).isEmpty();
	}

	@Test
	void takeWhatTheCommandLineSays() {
		EndToEndOptions options = EndToEndOptions.parse("--rounds=2", "--duration=500ms",
				"--contenders=floor, hand-written", "--scenarios=catch-up", "--chains=3", "--jdk=/opt/jdk",
				"--jvm-options=-XX:+UseSerialGC", "--properties=headwater.defaults.queue-capacity=9", "--jfr=true",
				"--folder=/tmp/bench");
		assertThat(options.rounds()).isEqualTo(2);
		assertThat(options.duration()).isEqualTo(Duration.ofMillis(500));
		assertThat(options.contenders()).containsExactly(Contender.FLOOR, Contender.HAND_WRITTEN);
		assertThat(options.scenarios()).containsExactly(Scenario.CATCH_UP);
		assertThat(options.chains()).containsExactly(3);
		assertThat(options.jdk()).isEqualTo(Path.of("/opt/jdk"));
		assertThat(options.properties()).containsExactly("--headwater.defaults.queue-capacity=9");
		assertThat(options.jvmOptions("floor-1")).startsWith("-XX:+UseSerialGC")
			.endsWith("-XX:StartFlightRecording=settings=profile,filename=/tmp/bench/floor-1.jfr");
	}

	@Test
	void refuseWhatTheyDoNotKnow() {
		assertThatIllegalArgumentException().isThrownBy(() -> EndToEndOptions.parse("--round=2"))
			.withMessageContaining("round");
		assertThatIllegalArgumentException().isThrownBy(() -> EndToEndOptions.parse("rounds=2"));
		assertThatIllegalArgumentException().isThrownBy(() -> EndToEndOptions.parse("--contenders=web4j"));
		assertThat(EndToEndOptions.usage()).contains("--rounds=3", "--duration=10s");
	}

}
