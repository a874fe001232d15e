package io.headwater.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.headwater.stream.HeadStreams;
import io.headwater.transport.TransportSettings;
import io.headwater.transport.TransportSettings.KeepAlive;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code headwater.defaults} says holds for every chain that does not say otherwise,
 * wherever the properties come from.
 */
class ChainDefaultsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(SilentNodes.class)
		.withPropertyValues("headwater.defaults.auto-startup=false");

	@Test
	void defaultsApplyToAChainThatSaysNothing() {
		this.runner
			.withPropertyValues("headwater.chains.main.nodes[0].url=ws://one.example",
					"headwater.defaults.queue-capacity=17", "headwater.defaults.chain-id=5",
					"headwater.defaults.connect-timeout=11s", "headwater.defaults.send-timeout=12s",
					"headwater.defaults.request-timeout=13s", "headwater.defaults.shutdown-timeout=14s",
					"headwater.defaults.max-message-size=2MB", "headwater.defaults.keep-alive.interval=4s",
					"headwater.defaults.keep-alive.timeout=5s", "headwater.defaults.partial-message-timeout=6s",
					"headwater.defaults.reconnect.initial-delay=1s", "headwater.defaults.reconnect.max-delay=2s",
					"headwater.defaults.reconnect.refused-delay=3s")
			.run((context) -> {
				ChainProperties main = context.getBean(HeadwaterProperties.class).chains().get("main");
				assertThat(main.queueCapacity()).isEqualTo(17);
				assertThat(main.chainId()).isEqualTo(5);
				assertThat(main.autoStartup()).isFalse();
				assertThat(main.connectTimeout()).hasSeconds(11);
				assertThat(main.sendTimeout()).hasSeconds(12);
				assertThat(main.requestTimeout()).hasSeconds(13);
				assertThat(main.shutdownTimeout()).hasSeconds(14);
				assertThat(main.maxMessageSize()).isEqualTo(DataSize.ofMegabytes(2));
				assertThat(main.reconnect().initialDelay()).hasSeconds(1);
				assertThat(main.reconnect().maxDelay()).hasSeconds(2);
				assertThat(main.reconnect().refusedDelay()).hasSeconds(3);
				context.getBean(HeadStreams.class).get("main").start();
				TransportSettings settings = context.getBean(SilentNodes.class).settings
					.get(URI.create("ws://one.example"));
				assertThat(settings.connectTimeout()).hasSeconds(11);
				assertThat(settings.sendTimeout()).hasSeconds(12);
				assertThat(settings.maxMessageLength()).isEqualTo(2 * 1024 * 1024);
				assertThat(settings.keepAlive())
					.isEqualTo(new KeepAlive(Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofSeconds(6)));
			});
	}

	@Test
	void ownPropertyWinsOverTheDefault() {
		this.runner
			.withPropertyValues("headwater.chains.main.nodes[0].url=ws://one.example",
					"headwater.chains.main.queue-capacity=3", "headwater.defaults.queue-capacity=17",
					"headwater.defaults.connect-timeout=11s", "headwater.chains.main.auto-startup=true")
			.run((context) -> {
				ChainProperties main = context.getBean(HeadwaterProperties.class).chains().get("main");
				assertThat(main.queueCapacity()).isEqualTo(3);
				assertThat(main.autoStartup()).isTrue();
				assertThat(main.connectTimeout()).hasSeconds(11);
			});
	}

	@Test
	void ownPropertyWinsAlsoWhereItIsWhatHoldsWithoutDefaults() {
		this.runner
			.withPropertyValues("headwater.chains.main.nodes[0].url=ws://one.example",
					"headwater.chains.main.queue-capacity=256", "headwater.defaults.queue-capacity=17")
			.run((context) -> assertThat(
					context.getBean(HeadwaterProperties.class).chains().get("main").queueCapacity())
				.isEqualTo(256));
	}

	@Test
	void nestedPropertiesAreTakenOneByOne() {
		this.runner
			.withPropertyValues("headwater.chains.main.nodes[0].url=ws://one.example",
					"headwater.defaults.reconnect.initial-delay=1s", "headwater.defaults.reconnect.max-delay=2s",
					"headwater.chains.main.reconnect.max-delay=20s")
			.run((context) -> {
				ChainProperties.Reconnect reconnect = context.getBean(HeadwaterProperties.class)
					.chains()
					.get("main")
					.reconnect();
				assertThat(reconnect.initialDelay()).hasSeconds(1);
				assertThat(reconnect.maxDelay()).hasSeconds(20);
				assertThat(reconnect.refusedDelay()).isEqualTo(Duration.ofMinutes(5));
			});
	}

	@Test
	void ownListReplacesThatOfTheDefaults() {
		this.runner
			.withPropertyValues("headwater.defaults.nodes[0].url=ws://shared-one.example",
					"headwater.defaults.nodes[1].url=ws://shared-two.example",
					"headwater.chains.own.nodes[0].url=ws://own.example", "headwater.chains.other.queue-capacity=4")
			.run((context) -> {
				HeadwaterProperties properties = context.getBean(HeadwaterProperties.class);
				assertThat(properties.chains().get("own").nodes()).extracting(NodeProperties::url)
					.containsExactly("ws://own.example");
				assertThat(properties.chains().get("other").nodes()).extracting(NodeProperties::url)
					.containsExactly("ws://shared-one.example", "ws://shared-two.example");
			});
	}

	@Test
	void chainsDoNotSeeEachOther() {
		this.runner
			.withPropertyValues("headwater.chains.one.nodes[0].url=ws://one.example",
					"headwater.chains.two.nodes[0].url=ws://two.example", "headwater.chains.one.queue-capacity=1",
					"headwater.chains.one.reconnect.max-delay=7s", "headwater.defaults.queue-capacity=17")
			.run((context) -> {
				HeadwaterProperties properties = context.getBean(HeadwaterProperties.class);
				assertThat(properties.chains().get("two").queueCapacity()).isEqualTo(17);
				assertThat(properties.chains().get("two").reconnect().maxDelay()).hasSeconds(30);
				assertThat(properties.defaults().queueCapacity()).isEqualTo(17);
				assertThat(properties.defaults().reconnect().maxDelay()).hasSeconds(30);
			});
	}

	@Test
	void defaultsApplyInYaml() {
		this.runner.withInitializer(yaml("""
				headwater:
				  defaults:
				    queue-capacity: 17
				    reconnect:
				      initial-delay: 1s
				  chains:
				    main:
				      nodes:
				        - url: ws://one.example
				          headers:
				            X-Key: secret
				        - url: ws://two.example
				    other:
				      queueCapacity: 3
				      reconnect:
				        max-delay: 9s
				      nodes:
				        - url: ws://three.example
				""")).run((context) -> {
			HeadwaterProperties properties = context.getBean(HeadwaterProperties.class);
			ChainProperties main = properties.chains().get("main");
			assertThat(main.queueCapacity()).isEqualTo(17);
			assertThat(main.nodes()).extracting(NodeProperties::url)
				.containsExactly("ws://one.example", "ws://two.example");
			assertThat(main.nodes().get(0).headers()).containsEntry("X-Key", "secret");
			ChainProperties other = properties.chains().get("other");
			assertThat(other.queueCapacity()).isEqualTo(3);
			assertThat(other.reconnect().initialDelay()).hasSeconds(1);
			assertThat(other.reconnect().maxDelay()).hasSeconds(9);
		});
	}

	@Test
	void environmentVariablesConfigureAChain() {
		this.runner
			.withInitializer(environment("HEADWATER_CHAINS_MAIN_NODES_0_URL=ws://one.example",
					"HEADWATER_CHAINS_MAIN_NODES_0_HEADERS_XKEY=secret", "HEADWATER_DEFAULTS_QUEUECAPACITY=17",
					"HEADWATER_DEFAULTS_RECONNECT_INITIALDELAY=1s", "HEADWATER_CHAINS_MAIN_RECONNECT_MAXDELAY=9s"))
			.run((context) -> {
				ChainProperties main = context.getBean(HeadwaterProperties.class).chains().get("main");
				assertThat(main.queueCapacity()).isEqualTo(17);
				assertThat(main.reconnect().initialDelay()).hasSeconds(1);
				assertThat(main.reconnect().maxDelay()).hasSeconds(9);
				context.getBean(HeadStreams.class).get("main").start();
				assertThat(context.getBean(SilentNodes.class).onlyEndpoint().uri())
					.isEqualTo(URI.create("ws://one.example"));
				assertThat(context.getBean(SilentNodes.class).onlyEndpoint().headers()).containsValue("secret");
			});
	}

	@Test
	void environmentVariableIsADefaultOfAChainThatStandsElsewhere() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
			.withBean(SilentNodes.class)
			.withInitializer(yaml("""
					headwater:
					  chains:
					    main:
					      auto-startup: false
					      nodes:
					        - url: ws://one.example
					"""))
			.withInitializer(environment("HEADWATER_DEFAULTS_CATCHUP_MAXINFLIGHT=7"))
			.run((context) -> assertThat(
					context.getBean(HeadwaterProperties.class).chains().get("main").catchUp().maxInFlight())
				.isEqualTo("7"));
	}

	@Test
	void environmentVariableWinsOverYaml() {
		this.runner.withInitializer(yaml("""
				headwater:
				  chains:
				    main:
				      queue-capacity: 3
				      nodes:
				        - url: ws://one.example
				""")).withInitializer(environment("HEADWATER_CHAINS_MAIN_QUEUECAPACITY=4")).run((context) -> {
			HeadwaterProperties properties = context.getBean(HeadwaterProperties.class);
			assertThat(properties.chains()).containsOnlyKeys("main");
			assertThat(properties.chains().get("main").queueCapacity()).isEqualTo(4);
		});
	}

	@Test
	void environmentVariableWinsOverYamlWithoutDoublingTheChainWhereItsNameHasADash() {
		this.runner.withInitializer(yaml("""
				headwater:
				  chains:
				    base-sepolia:
				      queue-capacity: 3
				      nodes:
				        - url: ws://one.example
				"""))
			.withInitializer(environment("HEADWATER_CHAINS_BASESEPOLIA_QUEUECAPACITY=4"))
			.run((context) -> assertThat(context.getBean(HeadStreams.class).all()).singleElement()
				.satisfies((stream) -> assertThat(stream.chain()).isEqualTo("base-sepolia"))
				.satisfies((stream) -> assertThat(stream.queueCapacity()).isEqualTo(4)));
	}

	@Test
	void environmentVariableReachesAChainWithADashThatOnlyConnectionDetailsName() {
		this.runner
			.withBean(NodeConnectionDetails.class,
					() -> () -> Map.of("base-sepolia", List.of(new NodeConnectionDetails.Node("ws://one.example"))))
			.withInitializer(environment("HEADWATER_CHAINS_BASESEPOLIA_QUEUECAPACITY=4"))
			.run((context) -> assertThat(context.getBean(HeadStreams.class).all()).singleElement()
				.satisfies((stream) -> assertThat(stream.chain()).isEqualTo("base-sepolia"))
				.satisfies((stream) -> assertThat(stream.queueCapacity()).isEqualTo(4)));
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> yaml(String yaml) {
		return (context) -> {
			try {
				new YamlPropertySourceLoader()
					.load("application", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
					.forEach(context.getEnvironment().getPropertySources()::addLast);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> environment(String... variables) {
		return (context) -> TestPropertyValues.of(variables)
			.applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT);
	}

}
