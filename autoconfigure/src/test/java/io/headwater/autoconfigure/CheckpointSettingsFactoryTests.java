package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointSettings;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * What the properties of checkpoints mean, and which of them are refused.
 */
class CheckpointSettingsFactoryTests {

	private final CheckpointStore store = mock();

	private static CheckpointSettingsFactory factory(@Nullable String applicationName, String... properties) {
		Map<String, String> values = new HashMap<>();
		for (String property : properties) {
			values.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
		}
		return new CheckpointSettingsFactory(new Binder(new MapConfigurationPropertySource(values))
			.bindOrCreate("headwater.checkpoint", CheckpointProperties.class), applicationName);
	}

	private static void assertInvalid(Runnable creation, String property, String problem) {
		assertThatExceptionOfType(InvalidHeadwaterPropertyException.class).isThrownBy(creation::run)
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("headwater.checkpoint." + property))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo(problem))
			.satisfies((ex) -> assertThat(ex.remedy()).isNotBlank());
	}

	@Test
	void savesEachStepAndWaitsHalfAMinuteByDefault() {
		assertThat(factory("app").settings(4096))
			.isEqualTo(new CheckpointSettings(4096, 1, 256, Duration.ofSeconds(30), Duration.ofMillis(500)));
	}

	@Test
	void takesWhatTheUserSays() {
		assertThat(factory("app", "headwater.checkpoint.save-every=10", "headwater.checkpoint.max-unsaved=10",
				"headwater.checkpoint.lease=5s", "headwater.checkpoint.standby-interval=200ms")
			.settings(8)).isEqualTo(new CheckpointSettings(8, 10, 10, Duration.ofSeconds(5), Duration.ofMillis(200)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			save-every       | 0     | is 0, but must be positive
			save-every       | -1    | is -1, but must be positive
			save-every       | 257   | is 256, but must not be less than save-every
			max-unsaved      | 0     | is 0, but must not be less than save-every
			lease            | 999ms | is PT0.999S, which is not between 1000 ms and 60 minutes
			lease            | 61m   | is PT1H1M, which is not between 1000 ms and 60 minutes
			standby-interval | 9ms   | is PT0.009S, which is not between 10 ms and 60 minutes
			""")
	void refusesWhatNoCheckpointCanBeKeptWith(String name, String value, String problem) {
		String refused = problem.contains("256") ? "max-unsaved" : name;
		assertInvalid(() -> factory("app", "headwater.checkpoint." + name + "=" + value).settings(8), refused, problem);
	}

	@Test
	void isNamedByTheApplication() {
		assertThat(factory("my app").key("main", this.store)).isEqualTo(new CheckpointKey("my app", "main"));
	}

	@Test
	void prefersTheNamespaceOfTheUser() {
		assertThat(factory("my app", "headwater.checkpoint.namespace= other ").key("main", this.store))
			.isEqualTo(new CheckpointKey("other", "main"));
	}

	@Test
	void needsNoNameInMemory() {
		assertThat(factory(null).key("main", new InMemoryCheckpointStore()).namespace()).isEqualTo("application");
	}

	@Test
	void refusesToShareCheckpointsUnderNoName() {
		assertInvalid(() -> factory(null).key("main", this.store), "namespace",
				"is missing, and so is spring.application.name");
		assertInvalid(() -> factory(" ", "headwater.checkpoint.namespace=").key("main", this.store), "namespace",
				"is missing, and so is spring.application.name");
	}

	@Test
	void refusesANameThatIsTooLong() {
		assertInvalid(() -> factory("x".repeat(101)).key("main", this.store), "namespace",
				"has more than 100 characters");
	}

}
