package io.headwater.benchmarks.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TopSitesTests {

	private final List<byte[]> kept = new ArrayList<>();

	@Test
	void namesTypeAndLineOfWhatIsAllocated(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("recording.jfr");
		try (Recording recording = new Recording()) {
			recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s");
			recording.start();
			for (int i = 0; i < 64; i++) {
				this.kept.add(new byte[1024 * 1024]);
			}
			recording.stop();
			recording.dump(file);
		}
		assertThat(this.kept).hasSize(64);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		TopSites.tell(file, 3600, new PrintStream(out, true, StandardCharsets.UTF_8));
		assertThat(out.toString(StandardCharsets.UTF_8)).contains("allocation by type", "[B",
				"io.headwater.benchmarks.profile.TopSitesTests.namesTypeAndLineOfWhatIsAllocated:");
	}

}
