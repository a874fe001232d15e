package io.headwater.realnode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Installation}, with a shell in the place of npm.
 */
class InstallationTests {

	private static final Npm WORKING = npm("mkdir node_modules && echo run >> ../runs");

	private static final Npm FAILING = npm("mkdir node_modules && echo no such package && exit 7");

	@TempDir
	private Path source;

	@TempDir
	private Path target;

	@BeforeEach
	void writeSource() throws IOException {
		for (String file : List.of("package.json", "package-lock.json", ".npmrc", "hardhat.config.js")) {
			Files.writeString(this.source.resolve(file), file);
		}
	}

	@Test
	void installsOnce() throws IOException {
		Installation first = Installation.obtain(this.source, this.target, WORKING);
		Installation second = Installation.obtain(this.source, this.target, WORKING);
		assertThat(second).isEqualTo(first);
		assertThat(first.directory().resolve("package-lock.json"))
			.hasSameTextualContentAs(this.source.resolve("package-lock.json"));
		assertThat(runs()).hasSize(1);
	}

	@Test
	void installsOnceForManyThreads() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			CompletableFuture<?>[] installs = Stream
				.generate(() -> CompletableFuture.runAsync(() -> Installation.obtain(this.source, this.target, WORKING),
						threads))
				.limit(4)
				.toArray(CompletableFuture<?>[]::new);
			CompletableFuture.allOf(installs).get(30, TimeUnit.SECONDS);
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(runs()).hasSize(1);
	}

	@Test
	void installsAgainWhenTheLockFileChanges() throws IOException {
		Installation before = Installation.obtain(this.source, this.target, WORKING);
		Files.writeString(this.source.resolve("package-lock.json"), "other versions");
		Installation after = Installation.obtain(this.source, this.target, WORKING);
		assertThat(after.directory()).isNotEqualTo(before.directory());
		assertThat(runs()).hasSize(2);
	}

	@Test
	void failedInstallShowsTheEndOfTheLog() {
		assertThatIllegalStateException().isThrownBy(() -> Installation.obtain(this.source, this.target, FAILING))
			.withMessageStartingWith("npm ended with 7, see ")
			.withMessageEndingWith("no such package");
	}

	@Test
	void failedInstallIsRedone() throws IOException {
		assertThatIllegalStateException().isThrownBy(() -> Installation.obtain(this.source, this.target, FAILING));
		Installation installation = Installation.obtain(this.source, this.target, WORKING);
		assertThat(installation.directory().resolve("node_modules")).isDirectory();
		assertThat(runs()).hasSize(1);
	}

	private List<String> runs() throws IOException {
		return Files.readAllLines(this.target.resolve("runs"));
	}

	private static Npm npm(String script) {
		return new Npm(List.of("sh", "-c", script));
	}

}
