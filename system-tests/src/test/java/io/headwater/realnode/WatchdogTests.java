package io.headwater.realnode;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Watchdog}.
 */
class WatchdogTests {

	// The output ends only when both the JVM and the sleeper, which inherits it, have
	// ended.
	@Test
	@Timeout(30)
	void processEndsWithItsJvmEvenWhenThatIsHalted() throws IOException {
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), HaltedJvm.class.getName())
			.start();
		String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(output).isEqualTo("halted");
	}

	static final class HaltedJvm {

		public static void main(String[] args) throws IOException {
			Process sleeper = new ProcessBuilder("sleep", "60").redirectOutput(Redirect.INHERIT).start();
			Watchdog.over(sleeper);
			System.out.print("halted");
			System.out.flush();
			Runtime.getRuntime().halt(1);
		}

	}

}
