package io.headwater.stream;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointSettings;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.dispatch.FailurePolicy;
import io.headwater.node.NodeStatus;
import io.headwater.support.InvalidSettingException;
import io.headwater.transport.NodeIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * What a stream is made of, and with which settings none is made.
 */
class HeadStreamBuilderTests {

	private static final String URL = "ws://node.example";

	private final CheckpointStore store = mock();

	private static HeadStreamBuilder builder() {
		return HeadStream.builder("main").node(URL);
	}

	private static void assertInvalid(HeadStreamBuilder builder, String setting, String problem) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> StreamSettings.of(builder))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo(setting))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo(problem))
			.satisfies((ex) -> assertThat(ex.remedy()).isNotBlank())
			.withMessage("The setting '" + setting + "' " + problem + ". %s", remedy(builder));
	}

	private static String remedy(HeadStreamBuilder builder) {
		try {
			StreamSettings.of(builder);
			return "";
		}
		catch (InvalidSettingException ex) {
			return ex.remedy();
		}
	}

	private static void assertInvalid(Consumer<HeadStreamBuilder> setting, String name, String problem) {
		HeadStreamBuilder builder = builder();
		setting.accept(builder);
		assertInvalid(builder, name, problem);
	}

	@Test
	void needsNothingButANode() {
		HeadStream stream = builder().build((event) -> {
		});
		assertThat(stream.chain()).isEqualTo("main");
		assertThat(stream.isRunning()).isFalse();
		assertThat(stream.nodes()).extracting(NodeStatus::address).containsExactly(URL);
		assertInvalid(HeadStream.builder("main"), "nodes", "names no node");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Main", "1st", "main_1", "a.b" })
	void refusesANameThatThreadsAndMetersCannotCarry(String chain) {
		assertInvalid(HeadStream.builder(chain).node(URL), "chain", "is no valid name for a chain");
	}

	@Test
	void saysWhichNodeHasNoAddress() {
		HeadStreamBuilder builder = builder();
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> builder.node("http://KEY.example"))
			.withMessageStartingWith("The setting 'nodes[1].url' has the scheme http")
			.withMessageNotContaining("KEY");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> builder.node(URL, Map.of("Upgrade", "KEY")))
			.withMessageStartingWith("The setting 'nodes[1].headers' has an entry that")
			.withMessageNotContaining("KEY");
	}

	@Test
	void savesEachStepAndWaitsHalfAMinuteByDefault() {
		assertThat(StreamSettings.of(builder()).checkpoint())
			.isEqualTo(new CheckpointSettings(4096, 1, 256, Duration.ofSeconds(30), Duration.ofMillis(500)));
	}

	@Test
	void takesWhatTheUserSays() {
		StreamSettings settings = StreamSettings.of(builder().window(8)
			.save(10, 10)
			.lease(Duration.ofSeconds(5), Duration.ofMillis(200))
			.keepAlive(Duration.ofSeconds(1), Duration.ofSeconds(2))
			.catchUp(1, 0, 5L));
		assertThat(settings.checkpoint())
			.isEqualTo(new CheckpointSettings(8, 10, 10, Duration.ofSeconds(5), Duration.ofMillis(200)));
		assertThat(settings.tracker().maxInFlight()).isEqualTo(1);
		assertThat(settings.tracker().maxBlocks()).isEqualTo(5);
		assertThat(settings.maxRequestsPerSecond()).isZero();
	}

	@Test
	void refusesWhatNoCheckpointCanBeKeptWith() {
		Duration second = Duration.ofSeconds(1);
		assertInvalid((builder) -> builder.save(0, 1), "checkpoint.save-every", "is 0, but must be positive");
		assertInvalid((builder) -> builder.save(257, 256), "checkpoint.max-unsaved",
				"is 256, but must not be less than save-every");
		assertInvalid((builder) -> builder.lease(Duration.ofMillis(999), second), "checkpoint.lease",
				"is PT0.999S, which is not between 1000 ms and 60 minutes");
		assertInvalid((builder) -> builder.lease(Duration.ofMinutes(61), second), "checkpoint.lease",
				"is PT1H1M, which is not between 1000 ms and 60 minutes");
		assertInvalid((builder) -> builder.lease(second, Duration.ofMillis(9)), "checkpoint.standby-interval",
				"is PT0.009S, which is not between 10 ms and 60 minutes");
	}

	@Test
	void refusesWhatNoStreamCanRunWith() {
		assertInvalid((builder) -> builder.queueCapacity(0), "queue-capacity",
				"is 0, but at least one head must be able to wait");
		assertInvalid((builder) -> builder.start(-1L), "start", "is negative");
		assertInvalid((builder) -> builder.maxMessageSize(DataSize.ofBytes(1)), "max-message-size",
				"is 1B, which is not between 1024B and 33554432B");
		assertInvalid((builder) -> builder.requestTimeout(Duration.ofMillis(10)), "request-timeout",
				"is 10 ms, in which no node can answer");
		assertInvalid(
				(builder) -> builder.transactions(mock(StepTransactions.class))
					.onFailure(FailurePolicy.OnFailure.CONTINUE),
				"transactional",
				"needs on-failure=halt, because a step from which a listener was left out must not be committed");
	}

	@Test
	void needsANamespaceOutsideOfMemoryOnly() {
		assertThat(StreamSettings.of(builder()).checkpointKey()).isEqualTo(new CheckpointKey("application", "main"));
		assertThat(StreamSettings.of(builder().checkpointStore(this.store).namespace(" my app ")).checkpointKey())
			.isEqualTo(new CheckpointKey("my app", "main"));
		assertInvalid((builder) -> builder.checkpointStore(this.store), "checkpoint.namespace", "is missing");
		assertInvalid((builder) -> builder.namespace("x".repeat(101)), "checkpoint.namespace",
				"has more than 100 characters");
	}

	@Test
	void asksEachProviderOfHeadersForEachNode() throws Exception {
		HeadStreamBuilder builder = builder().node("ws://second.example")
			.headersProvider((node) -> Map.of("A", "first", "B", "first"))
			.headersProvider((node) -> Map.of("B", node.chain() + node.index()));
		assertThat(builder.endpoints().get(1).freshHeaders()).isNotNull();
		assertThat(builder.endpoints().get(1).freshHeaders().call()).isEqualTo(Map.of("A", "first", "B", "main1"));
		assertThat(new NodeIdentity("main", 1, "ws://second.example").address())
			.isEqualTo(builder.endpoints().get(1).toString());
	}

}
