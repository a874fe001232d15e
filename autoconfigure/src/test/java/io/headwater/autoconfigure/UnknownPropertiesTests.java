package io.headwater.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A property that nobody reads is told at the start, and one that somebody reads is not.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesTests {

	private static final String CANARY = "C4n4ryKey";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(SilentNodes.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=ws://node.example");

	@ParameterizedTest
	@ValueSource(strings = { "headwater.chains.main.confirmation", "headwater.chains.main.retry.max-attempts",
			"headwater.defaults.on-failur", "headwater.checkpoints.store", "headwater.chain.main.start" })
	void warnsOfAPropertyThatIsUnknownAndShowsNoValue(String name, CapturedOutput output) {
		this.runner.withPropertyValues(name + "=" + CANARY).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce("The property '" + name + "' is unknown, so it has no effect (")
				.doesNotContain(CANARY);
		});
	}

	@Test
	void warnsOfNoPropertyThatIsRead(CapturedOutput output) {
		this.runner
			.withPropertyValues("headwater.enabled=true", "headwater.engine=native", "headwater.health.down-after=5s",
					"headwater.checkpoint.store=memory", "headwater.checkpoint.jdbc.table-prefix=A_",
					"headwater.observation.enabled=false", "headwater.defaults.queueCapacity=5",
					"headwater.defaults.retry.max-retries=1", "headwater.chains.main.chain_id=1",
					"headwater.chains.main.catch-up.max-blocks=7", "headwater.chains.main.nodes[0].headers.X-Key=a",
					"headwater.nothing=", "my.headwater=1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).doesNotContain("is unknown");
			});
	}

	@Test
	void warnsOfNoPropertyThatIsReadLate(CapturedOutput output) {
		this.runner.withInitializer((context) -> context.addBeanFactoryPostProcessor(lazy()))
			.run((context) -> assertThat(output).doesNotContain("is unknown"));
	}

	/** As SpringApplication does it for {@code spring.main.lazy-initialization}. */
	private static LazyInitializationBeanFactoryPostProcessor lazy() {
		return new LazyInitializationBeanFactoryPostProcessor();
	}

	@Test
	void warnsOfNoVariableOfTheEnvironmentSinceItsNameIsReadInSeveralWays(CapturedOutput output) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("HEADWATER_CHAINS_MAIN_CHAIN_ID", "5"))))
			.run((context) -> {
				assertThat(context.getBean(HeadwaterProperties.class).getChains().get("main").getChainId())
					.isEqualTo(5);
				assertThat(output).doesNotContain("is unknown");
			});
	}

}
