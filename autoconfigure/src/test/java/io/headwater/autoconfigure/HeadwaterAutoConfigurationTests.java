package io.headwater.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import io.headwater.dispatch.IsolatingEventListenerFactory;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import io.headwater.transport.DefaultClientFactory;
import io.headwater.transport.NodeClientFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.util.ClassUtils;
import org.springframework.web.socket.client.WebSocketClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application gets from {@link HeadwaterAutoConfiguration}, and what it can
 * replace.
 */
@ExtendWith(OutputCaptureExtension.class)
class HeadwaterAutoConfigurationTests {

	private static final String URL = "ws://node.example:8546/ws";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class));

	@Test
	void startsWithOneLineWhenNoChainIsConfigured(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(HeadStreams.class).all()).isEmpty();
			assertThat(context.getBean(HeadStreams.class).isRunning()).isFalse();
		});
		assertThat(output.getAll().lines().filter((line) -> line.contains("HeadwaterAutoConfiguration ")))
			.singleElement()
			.asString()
			.contains("WARN")
			.contains("No chain is configured, so none is followed (headwater.chains.<name>.nodes[0].url)");
	}

	@Test
	void doesNothingWhenSwitchedOff() {
		withSilentNodes().withPropertyValues("headwater.enabled=false", "headwater.chains.main.nodes[0].url=" + URL)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(HeadStreams.class)
					.doesNotHaveBean(NodeConnectionDetails.class)
					.doesNotHaveBean(IsolatingEventListenerFactory.class)
					.doesNotHaveBean(HeadwaterProperties.class);
				assertThat(context.getBean(SilentNodes.class).endpoints).isEmpty();
			});
	}

	@Test
	void doesNotCheckPropertiesWhenSwitchedOff() {
		this.runner.withPropertyValues("headwater.enabled=false", "headwater.chains.main.queue-capacity=0")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void followsEveryConfiguredChain() {
		withSilentNodes()
			.withPropertyValues("headwater.chains.mainnet.nodes[0].url=ws://one.example",
					"headwater.chains.base-sepolia.nodes[0].url=ws://two.example",
					"headwater.chains.base-sepolia.nodes[1].url=ws://three.example")
			.run((context) -> {
				assertThat(context.getBean(HeadStreams.class).all()).extracting(HeadStream::chain)
					.containsExactlyInAnyOrder("mainnet", "base-sepolia");
				assertThat(context.getBean(SilentNodes.class).endpoints)
					.extracting((endpoint) -> endpoint.uri().toString())
					.containsExactlyInAnyOrder("ws://one.example", "ws://two.example", "ws://three.example");
				assertThat(context.getBean(SilentNodes.class).asked)
					.containsExactlyInAnyOrder(URI.create("ws://one.example"), URI.create("ws://two.example"));
			});
	}

	@Test
	void usesItsOwnClientUnlessToldOtherwise() {
		this.runner.run((context) -> assertThat(context).getBean(NodeClientFactory.class)
			.isExactlyInstanceOf(DefaultClientFactory.class));
	}

	@Test
	void needsNoOtherClient() {
		this.runner.withClassLoader(new FilteredClassLoader("org.apache.tomcat", "jakarta.websocket"))
			.withPropertyValues("headwater.chains.main.nodes[0].url=" + URL, "headwater.chains.main.auto-startup=false")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(HeadStreams.class));
	}

	@Test
	void prefersClientsOfTheUser() {
		withSilentNodes().withPropertyValues("headwater.chains.main.nodes[0].url=" + URL).run((context) -> {
			assertThat(context).getBean(NodeClientFactory.class).isExactlyInstanceOf(SilentNodes.class);
			assertThat(context.getBean(SilentNodes.class).onlyEndpoint().uri()).isEqualTo(URI.create(URL));
		});
	}

	@Test
	void prefersConnectionDetailsOfTheUser() {
		withSilentNodes().withUserConfiguration(ConnectionDetailsConfiguration.class)
			.withPropertyValues("headwater.chains.main.nodes[0].url=" + URL,
					"headwater.chains.main.nodes[0].headers.X-Key=from-properties",
					"headwater.chains.main.queue-capacity=7")
			.run((context) -> {
				assertThat(context).getBeans(NodeConnectionDetails.class).containsOnlyKeys("connectionDetails");
				assertThat(context.getBean(SilentNodes.class).onlyEndpoint().uri())
					.isEqualTo(URI.create("ws://details.example"));
				assertThat(context.getBean(SilentNodes.class).onlyEndpoint().headers())
					.isEqualTo(Map.of("X-Key", "from-details"));
				assertThat(context.getBean(HeadStreams.class).get("main").queueCapacity()).isEqualTo(7);
			});
	}

	@Test
	void followsChainThatOnlyConnectionDetailsNameWithTheDefaults() {
		withSilentNodes().withUserConfiguration(ConnectionDetailsConfiguration.class)
			.withPropertyValues("headwater.defaults.queue-capacity=9")
			.run((context) -> {
				assertThat(context.getBean(HeadStreams.class).all()).singleElement()
					.satisfies((stream) -> assertThat(stream.chain()).isEqualTo("main"))
					.satisfies((stream) -> assertThat(stream.queueCapacity()).isEqualTo(9));
				assertThat(context.getBean(SilentNodes.class).asked)
					.containsExactly(URI.create("ws://details.example"));
			});
	}

	@Test
	void prefersStreamsOfTheUser() {
		HeadStreams streams = new HeadStreams(List.of());
		this.runner.withBean("streams", HeadStreams.class, () -> streams)
			.withPropertyValues("headwater.chains.main.nodes[0].url=" + URL)
			.run((context) -> assertThat(context).getBean(HeadStreams.class).isSameAs(streams));
	}

	@Test
	void leavesTheBeansOfBootToBoot() {
		withSilentNodes()
			.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class,
					TaskSchedulingAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withUserConfiguration(SchedulingConfiguration.class)
			.withPropertyValues("headwater.chains.main.nodes[0].url=" + URL)
			.run((context) -> {
				assertThat(context.getBeanNamesForType(Executor.class))
					.containsExactlyInAnyOrder("applicationTaskExecutor", "taskScheduler");
				assertThat(context.getBeanNamesForType(TaskScheduler.class)).containsExactly("taskScheduler");
				assertThat(context.getBeanNamesForType(JsonMapper.class)).containsExactly("jacksonJsonMapper");
			});
	}

	@Test
	void declaresNoBeanThatWouldTakeThePlaceOfTheApplications() {
		withSilentNodes().withPropertyValues("headwater.chains.main.nodes[0].url=" + URL).run((context) -> {
			assertThat(context).doesNotHaveBean(Executor.class)
				.doesNotHaveBean(ScheduledExecutorService.class)
				.doesNotHaveBean(TaskScheduler.class)
				.doesNotHaveBean(JsonMapper.class)
				.doesNotHaveBean(WebSocketClient.class);
			assertThat(context.getBean(HeadStreams.class).isRunning()).isTrue();
		});
	}

	@Test
	void isListedForBootWithAllItsNeighboursKnown() {
		List<String> listed = ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.headwater."))
			.toList();
		assertThat(listed).containsExactlyInAnyOrder(HeadwaterAutoConfiguration.class.getName(),
				HeadwaterCheckpointAutoConfiguration.class.getName(),
				HeadwaterEndpointAutoConfiguration.class.getName(), HeadwaterHealthAutoConfiguration.class.getName(),
				HeadwaterMetricsAutoConfiguration.class.getName(),
				HeadwaterObservationAutoConfiguration.class.getName(),
				HeadwaterSanitizingAutoConfiguration.class.getName());
		assertThat(listed).allSatisfy((name) -> {
			AutoConfiguration annotation = AnnotationUtils
				.findAnnotation(ClassUtils.forName(name, getClass().getClassLoader()), AutoConfiguration.class);
			assertThat(annotation).isNotNull();
			// A name that no longer exists loses its place in the order without a word.
			assertThat(annotation.afterName()).allMatch((neighbour) -> ClassUtils.isPresent(neighbour, null));
			assertThat(annotation.beforeName()).allMatch((neighbour) -> ClassUtils.isPresent(neighbour, null));
		});
	}

	private ApplicationContextRunner withSilentNodes() {
		return this.runner.withBean(SilentNodes.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class ConnectionDetailsConfiguration {

		@Bean
		NodeConnectionDetails connectionDetails() {
			return () -> Map.of("main",
					List.of(new NodeConnectionDetails.Node("ws://details.example", Map.of("X-Key", "from-details"))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingConfiguration {

	}

}
