package io.headwater.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints that show properties show no secret of a node, also where they were told
 * to show every value.
 */
class SecretSanitizingTests {

	private static final String CANARY = "C4n4ryKey";

	private static final String NODE = "headwater.chains.main.nodes[0].";

	private static final Set<String> OF_THE_MACHINE = Set.of("systemProperties", "systemEnvironment");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class,
				HeadwaterSanitizingAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class,
				ConfigurationPropertiesReportEndpointAutoConfiguration.class))
		.withBean(SilentNodes.class)
		.withPropertyValues("management.endpoints.web.exposure.include=*",
				"management.endpoints.jmx.exposure.include=*", "management.endpoint.env.show-values=always",
				"management.endpoint.configprops.show-values=always");

	@Test
	void showsOtherValuesAsItWasTold() {
		this.runner
			.withPropertyValues(NODE + "url=ws://node.example/", "some.property=shown-value",
					"headwater.chains.main.queue-capacity=7777")
			.run((context) -> {
				assertThat(env(context)).contains("shown-value").contains("7777");
				assertThat(configprops(context)).contains("7777").contains("queueCapacity");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "wss://node.example/" + CANARY, "wss://node.example/ws?key=" + CANARY,
			"wss://" + CANARY + ":secret@node.example/", "wss://" + CANARY + ".node.example/" })
	void hidesTheAddressOfANode(String url) {
		this.runner.withPropertyValues(NODE + "url=" + url).run(this::assertHidden);
	}

	@Test
	void hidesTheHeadersOfANode() {
		this.runner
			.withPropertyValues(NODE + "url=ws://node.example", NODE + "headers.Authorization=Bearer " + CANARY,
					NODE + "headers.[X-Api-Key]=" + CANARY)
			.run(this::assertHidden);
	}

	/** It is no secret, and says where to look for what is trusted. */
	@Test
	void showsTheNameOfAnSslBundleAndNothingElseOfItsNode() {
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues(NODE + "url=wss://node.example/" + CANARY, NODE + "ssl-bundle=authorities",
					"spring.ssl.bundle.pem.authorities.options.enabled-protocols=TLSv1.3")
			.run((context) -> {
				assertHidden(context);
				assertThat(context.getBean(SilentNodes.class).onlyEndpoint().sslContext()).isNotNull();
				assertThat(configprops(context)).contains("\"sslBundle\":\"authorities\"");
			});
	}

	@Test
	void hidesWhatStandsUnderTheDefaults() {
		this.runner
			.withPropertyValues("headwater.defaults.nodes[0].url=wss://node.example/" + CANARY,
					"headwater.defaults.nodes[0].headers.X-Key=" + CANARY, "headwater.chains.main.queue-capacity=5")
			.run(this::assertHidden);
	}

	@Test
	void hidesShortSecretsUnderTheirOwnNames() {
		this.runner.withPropertyValues(NODE + "url=ws://node.example/q9z", NODE + "headers.X-Key=q9z")
			.run((context) -> {
				assertThat(env(context)).doesNotContain("q9z");
				assertThat(configprops(context)).doesNotContain("q9z");
			});
	}

	@Test
	void hidesAChainWhoseNameStandsInBrackets() {
		this.runner
			.withPropertyValues("headwater.chains[main].nodes[0].url=ws://node.example/q9z",
					"headwater.chains.[main].nodes[0].headers[X-Key]=q9z")
			.run((context) -> {
				assertThat(context.getBean(SilentNodes.class).onlyEndpoint().headers()).containsEntry("X-Key", "q9z");
				assertThat(env(context)).doesNotContain("q9z");
				assertThat(configprops(context)).doesNotContain("q9z");
			});
	}

	@Test
	void hidesEnvironmentVariables() {
		this.runner
			.withInitializer((context) -> TestPropertyValues
				.of("HEADWATER_CHAINS_MAIN_NODES_0_URL=wss://node.example/q9z",
						"HEADWATER_CHAINS_MAIN_NODES_0_HEADERS_XKEY=q9z")
				.applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT))
			.run((context) -> {
				assertThat(context.getBean(SilentNodes.class).endpoints).isNotEmpty();
				assertThat(env(context)).contains("HEADWATER_CHAINS_MAIN_NODES_0_URL").doesNotContain("q9z");
				assertThat(configprops(context)).doesNotContain("q9z");
			});
	}

	@Test
	void hidesAnotherPropertyThatTheAddressIsTakenFrom() {
		this.runner
			.withPropertyValues("NODE_URL=wss://node.example/v3/" + CANARY, "TOKEN=" + CANARY + "-token",
					NODE + "url=${NODE_URL}", NODE + "headers.Authorization=Bearer ${TOKEN}")
			.run((context) -> {
				assertThat(context.getBean(SilentNodes.class).onlyEndpoint().uri())
					.hasToString("wss://node.example/v3/" + CANARY);
				assertHidden(context);
				assertThat(context.getBean(EnvironmentEndpoint.class)
					.environmentEntry("NODE_URL")
					.getProperty()
					.getValue()).isEqualTo("******");
			});
	}

	@Test
	void hidesAnotherPropertyThatAPartOfTheAddressIsTakenFrom() {
		this.runner
			.withPropertyValues("PROJECT=" + CANARY + "-project", "PASSWORD=" + CANARY + "-password",
					NODE + "url=wss://user:${PASSWORD}@node.example/v3/${PROJECT}")
			.run(this::assertHidden);
	}

	@Test
	void hidesAnotherPropertyThatRepeatsASecret() {
		this.runner
			.withPropertyValues("arguments=--key " + CANARY + "-long --verbose", NODE + "url=ws://node.example",
					NODE + "headers.X-Key=" + CANARY + "-long")
			.run(this::assertHidden);
	}

	@Test
	void doesNotHideShortValuesElsewhere() {
		this.runner
			.withPropertyValues("short.one=ws", "short.two=v3", "short.three=main-ws",
					NODE + "url=wss://node.example/ws/v3", NODE + "headers.X-Key=main-ws")
			.run((context) -> {
				EnvironmentEndpoint env = context.getBean(EnvironmentEndpoint.class);
				assertThat(env.environmentEntry("short.one").getProperty().getValue()).isEqualTo("ws");
				assertThat(env.environmentEntry("short.two").getProperty().getValue()).isEqualTo("v3");
				assertThat(env.environmentEntry("short.three").getProperty().getValue()).isEqualTo("main-ws");
			});
	}

	@Test
	void hidesWhatConnectionDetailsOfTheUserTell() {
		this.runner
			.withBean(NodeConnectionDetails.class,
					() -> () -> Map.of("main",
							List.of(new NodeConnectionDetails.Node("wss://node.example/" + CANARY,
									Map.of("X-Key", CANARY + "-header")))))
			.withPropertyValues("vault.path=/" + CANARY, "vault.header=" + CANARY + "-header")
			.run(this::assertHidden);
	}

	@Test
	void hidesSecretsAlsoWhenSwitchedOff() {
		this.runner
			.withPropertyValues("headwater.enabled=false", NODE + "url=wss://node.example/" + CANARY,
					NODE + "headers.X-Key=" + CANARY)
			.run(this::assertHidden);
	}

	@Test
	void survivesConnectionDetailsThatAreNoAddress() {
		this.runner
			.withBean(NodeConnectionDetails.class,
					() -> () -> Map.of("main", List.of(new NodeConnectionDetails.Node("no address " + CANARY))))
			.withPropertyValues("headwater.enabled=false", "some.property=shown-value")
			.run((context) -> assertThat(env(context)).contains("shown-value"));
	}

	@Test
	void isAbsentWithoutActuator() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterSanitizingAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context).doesNotHaveBean(HeadwaterSanitizingAutoConfiguration.class);
			});
	}

	private void assertHidden(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		assertThat(env(context)).contains("******").doesNotContain(CANARY);
		assertThat(configprops(context)).doesNotContain(CANARY);
	}

	/** Without the environment of whoever runs the test, which a failure would print. */
	private static String env(AssertableApplicationContext context) {
		return json(context.getBean(EnvironmentEndpoint.class)
			.environment(null)
			.getPropertySources()
			.stream()
			.filter((source) -> !OF_THE_MACHINE.contains(source.getName()))
			.toList());
	}

	private static String configprops(AssertableApplicationContext context) {
		return json(context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());
	}

	private static String json(Object descriptor) {
		return JsonMapper.builder().build().writeValueAsString(descriptor);
	}

}
