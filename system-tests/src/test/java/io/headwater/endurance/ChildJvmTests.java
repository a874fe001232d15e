package io.headwater.endurance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ChildJvm} and {@link Parent}.
 */
@Timeout(120)
class ChildJvmTests {

	private final List<String> told = new CopyOnWriteArrayList<>();

	@Test
	void childAnswersTellsAndLogs() {
		try (ChildJvm child = start()) {
			assertThat(child.ask("hello")).isEqualTo("hello to you");
			Awaitility.await().untilAsserted(() -> assertThat(this.told).containsExactly("asked hello"));
			child.ask("log");
			Awaitility.await().untilAsserted(() -> assertThat(child.output()).contains("a line of the log"));
			assertThat(child.loggedLines()).isEqualTo(1);
			assertThatNoException().isThrownBy(() -> child.assertLivesFor(Duration.ofMillis(10)));
		}
	}

	@Test
	void failureInTheChildIsOneOfTheTest() {
		try (ChildJvm child = start()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> child.ask("fail"))
				.withMessageContaining("java.lang.IllegalStateException: as asked");
			assertThat(child.ask("hello")).isEqualTo("hello to you");
		}
	}

	@Test
	void childEndsAtAnOutOfMemoryErrorThatItCatches() {
		try (ChildJvm child = start()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> child.ask("take all memory"))
				.withMessageContaining("ended with code 3")
				.withMessageContaining("Terminating due to java.lang.OutOfMemoryError: Java heap space");
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> child.assertLivesFor(Duration.ofMillis(10)))
				.withMessageContaining("did not live on");
		}
	}

	@Test
	void frozenChildGoesOnOrIsKilled() {
		try (ChildJvm child = start()) {
			child.freeze();
			child.unfreeze();
			assertThat(child.ask("hello")).isEqualTo("hello to you");
			child.freeze();
			child.kill();
			assertThat(child.isAlive()).isFalse();
		}
	}

	@Test
	void terminatedChildCloses() {
		try (ChildJvm child = start()) {
			child.terminate();
			assertThat(child.isAlive()).isFalse();
			Awaitility.await().untilAsserted(() -> assertThat(child.output()).contains("closed"));
		}
	}

	@Test
	void childThatCannotStartShowsWhatItWrote() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> ChildJvm.start(ChildJvmTests.class, List.of(), List.of(), this.told::add))
			.withMessageContaining("main");
	}

	// The output ends only when all that inherited it have ended.
	@Test
	void childEndsWithItsParentEvenWhenThatIsHalted() throws IOException {
		Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), HaltedParent.class.getName())
			.start();
		long child = Long.parseLong(new String(parent.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> ProcessHandle.of(child).map((process) -> !process.isAlive()).orElse(true));
	}

	private ChildJvm start() {
		return ChildJvm.start(Echo.class, List.of("-Xmx32m"), List.of(), this.told::add);
	}

	static final class Echo {

		public static void main(String[] args) {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("closed")));
			Parent.answer((question) -> switch (question) {
				case "hello" -> {
					Parent.tell("asked hello");
					yield "hello to you";
				}
				case "log" -> {
					System.out.println("a line of the log");
					yield "";
				}
				case "take all memory" -> takeAllMemory();
				default -> throw new IllegalStateException("as asked");
			});
		}

		private static String takeAllMemory() {
			List<byte[]> taken = new ArrayList<>();
			try {
				while (true) {
					taken.add(new byte[1024 * 1024]);
				}
			}
			catch (OutOfMemoryError ex) {
				return "caught after " + taken.size();
			}
		}

	}

	static final class HaltedParent {

		public static void main(String[] args) {
			ChildJvm child = ChildJvm.start(Echo.class, List.of(), List.of(), (news) -> {
			});
			System.out.print(child.pid());
			System.out.flush();
			Runtime.getRuntime().halt(1);
		}

	}

}
