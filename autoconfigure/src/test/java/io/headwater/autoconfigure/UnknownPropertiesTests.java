package io.headwater.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
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

	@ParameterizedTest
	@CsvSource({ "headwater.defaults.queue-capasity, headwater.defaults.queue-capacity",
			"headwater.defaults.queuecapcity, headwater.defaults.queue-capacity",
			"headwater.chains.main.strat, headwater.chains.main.start",
			"headwater.chains.main.retry.max-retires, headwater.chains.main.retry.max-retries",
			"headwater.chains.main.slow-listener, headwater.chains.main.slow-listener-after",
			"headwater.chains.main.max-blocks, headwater.chains.main.catch-up.max-blocks",
			"headwater.chains.main.retry.on-failure, headwater.chains.main.on-failure",
			"headwater.chains.main.url, headwater.chains.main.nodes[0].url",
			"headwater.chains.main.nodes[0].header.authorization, headwater.chains.main.nodes[0].headers.authorization",
			"headwater.chains.main.nodes[0].sslbundle2, headwater.chains.main.nodes[0].ssl-bundle",
			"headwater.chains.main.nodes[0].uri, headwater.chains.main.nodes[0].url",
			"headwater.chain.main.nodes[0].url, headwater.chains.main.nodes[0].url",
			"headwater.chain.base-sepolia.chain-id, headwater.chains.base-sepolia.chain-id",
			"headwater.default.confirmations, headwater.defaults.confirmations",
			"headwater.chain.main.colour, headwater.chains", "headwater.nodes[0].url, headwater.chains.<name>.nodes",
			"headwater.start, headwater.chains.<name>.start",
			"headwater.defaults.nodes.url, headwater.defaults.nodes[0].url",
			"headwater.checkpoint.jdbc.initialise-schema, headwater.checkpoint.jdbc.initialize-schema",
			"headwater.checkpoint.jdbc.table-prefx, headwater.checkpoint.jdbc.table-prefix",
			"headwater.checkpoints.jdbc.schema, headwater.checkpoint.jdbc.schema" })
	void saysWhatMayHaveBeenMeant(String name, String meant, CapturedOutput output) {
		this.runner.withPropertyValues(name + "=" + CANARY).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("The property '" + name + "' is unknown, so it has no effect (")
				.contains("): did you mean '" + meant + "'?")
				.doesNotContain(CANARY);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "headwater.colour", "headwater.chains.main.retry.attempts", "headwater.ab" })
	void guessesNothingWhereNothingIsNear(String name, CapturedOutput output) {
		this.runner.withPropertyValues(name + "=1")
			.run((context) -> assertThat(output).contains("The property '" + name + "' is unknown")
				.doesNotContain("did you mean"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "headwater.chain.main.nodes[0].url", "headwater.nodes[0].url",
			"headwaters.chains.main.nodes[0].url", "headwater.node.url" })
	void namesWhatIsWrittenWhereNoChainIsConfigured(String name, CapturedOutput output) {
		withoutChain().withPropertyValues(name + "=ws://" + CANARY)
			.run((context) -> assertThat(lineOf(output, "No chain is configured")).contains(" WARN ")
				.contains(name)
				.doesNotContain(CANARY));
	}

	@Test
	void namesAVariableOfTheEnvironmentWhereNoChainIsConfigured(CapturedOutput output) {
		withoutChain()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("HEADWATER_CHAINS_MAIN_NET_NODES_0_URL", "ws://" + CANARY))))
			.run((context) -> assertThat(lineOf(output, "No chain is configured"))
				.containsOnlyOnce("\"HEADWATER_CHAINS_MAIN_NET_NODES_0_URL\"")
				.doesNotContain(CANARY));
	}

	@Test
	void knowsEveryPropertyOfTheTables() {
		assertThat(BeanUtils.getPropertyDescriptors(JdbcCheckpointProperties.class))
			.filteredOn((property) -> property.getWriteMethod() != null)
			.extracting((property) -> DataObjectPropertyName.toDashedForm(property.getName()))
			.hasSize(5)
			.allMatch((name) -> KnownProperties
				.contains(ConfigurationPropertyName.of(JdbcCheckpointProperties.PREFIX).append(name)));
	}

	private static ApplicationContextRunner withoutChain() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class));
	}

	private static String lineOf(CapturedOutput output, String text) {
		return output.toString().lines().filter((line) -> line.contains(text)).findFirst().orElse("no line");
	}

	@Test
	void warnsOfNoPropertyThatIsRead(CapturedOutput output) {
		this.runner
			.withPropertyValues("headwater.enabled=true", "headwater.health.down-after=5s",
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

	/** Those before were not released, but some have tried them. */
	@Test
	void saysThatTheEngineHasGone(CapturedOutput output) {
		this.runner.withPropertyValues("headwater.engine=standard").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(lineOf(output, "headwater.engine")).contains("is unknown, so it has no effect")
				.endsWith(
						": it has gone, since there is one WebSocket client; a NodeClientFactory bean brings another one")
				.doesNotContain("did you mean");
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
				assertThat(context.getBean(HeadwaterProperties.class).chains().get("main").chainId()).isEqualTo(5);
				assertThat(output).doesNotContain("is unknown");
			});
	}

}
