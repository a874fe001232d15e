package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.headwater.ConnectionState;
import io.headwater.RecordedEvents;
import io.headwater.StreamStateChangedEvent;
import io.headwater.test.ChaosNode;
import io.headwater.test.Fault;
import io.headwater.test.Faults;
import io.headwater.test.FrameFaults;
import io.headwater.test.HandshakeFaults;
import io.headwater.test.Moment;
import io.headwater.test.SimulatedChain;
import io.headwater.transport.HandshakeHeadersProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key that is in each part of a node's address, and in a header, is in no line that
 * anybody logs, with everything logged and whatever happens.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsInLogsTests {

	private static final String CANARY = "C4n4ryKey";

	private static final Set<ConnectionState> FAILED = Set.of(ConnectionState.WAITING, ConnectionState.REFUSED);

	private final Map<String, ChaosNode> nodes = new LinkedHashMap<>();

	@AfterEach
	void closeNodesAndLogAsBefore() {
		this.nodes.values().forEach(ChaosNode::close);
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	@Test
	void noLineShowsAKey(CapturedOutput output) {
		node("healthy");
		node("dripped", Moment.HANDSHAKE, Faults.drip(Duration.ofMillis(100)));
		node("status", Moment.HANDSHAKE, HandshakeFaults.status(403));
		node("challenged", Moment.HANDSHAKE, HandshakeFaults.status(401, "WWW-Authenticate: Basic realm=\"x\""));
		node("redirected", Moment.HANDSHAKE, HandshakeFaults.status(302, "Location: ws://127.0.0.1:1/" + CANARY));
		node("echoed", Moment.HANDSHAKE, HandshakeFaults.statusLine("HTTP/1.1 key " + CANARY));
		node("garbled", Moment.HANDSHAKE, HandshakeFaults.withHeader("no colon but " + CANARY));
		node("unproved", Moment.HANDSHAKE, HandshakeFaults.wrongAccept());
		node("hung-up", Moment.HANDSHAKE, Faults.end());
		node("reset", Moment.OPEN, Faults.reset());
		node("broken", Moment.OPEN, FrameFaults.brokenUtf8());
		node("endless", Moment.OPEN, FrameFaults.endlessFrame());
		node("closed", Moment.OPEN, FrameFaults.close(1008, "key " + CANARY + " is revoked"));
		node("silent", Moment.OPEN, Faults.hang());
		try (ConfigurableApplicationContext context = run()) {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			this.nodes.keySet().forEach((chain) -> await(events, chain));
		}
		assertThat(output.getAll().lines()).anyMatch((logged) -> logged.contains("No heads from ws://"));
		assertThat(output.getAll().lines().filter((line) -> line.contains(CANARY))).isEmpty();
	}

	private static void await(RecordedEvents events, String chain) {
		Set<ConnectionState> ends = switch (chain) {
			case "healthy" -> Set.of(ConnectionState.LIVE);
			default -> FAILED;
		};
		events.await(chain,
				(all) -> changes(all, chain).anyMatch((change) -> ends.stream().anyMatch((end) -> end == change.to())));
	}

	private static Stream<StreamStateChangedEvent> changes(RecordedEvents events, String chain) {
		return events.of(StreamStateChangedEvent.class).stream().filter((change) -> change.chain().equals(chain));
	}

	private void node(String chain) {
		this.nodes.put(chain, ChaosNode.serving(new SimulatedChain(1337)));
	}

	private void node(String chain, Moment moment, Fault fault) {
		node(chain);
		this.nodes.get(chain).always(moment, fault);
	}

	/** Not by arguments, which Boot logs as they are. */
	private ConfigurableApplicationContext run() {
		Map<String, Object> properties = new LinkedHashMap<>();
		this.nodes.forEach((chain, node) -> {
			String prefix = "headwater.chains." + chain + ".nodes[0].";
			properties.put(prefix + "url", "ws://" + CANARY + ":" + CANARY + "@127.0.0.1:" + node.node().port() + "/"
					+ CANARY + "?key=" + CANARY);
			properties.put(prefix + "headers.X-Key", CANARY);
		});
		properties.put("headwater.defaults.connect-timeout", "1s");
		properties.put("headwater.defaults.keep-alive.interval", "1s");
		properties.put("headwater.defaults.keep-alive.timeout", "1s");
		properties.put("logging.level.root", "trace");
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", properties)));
		return application.run("--logging.level.root=trace");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HeadwaterAutoConfiguration.class)
	static class Application {

		@Bean
		RecordedEvents events() {
			return new RecordedEvents();
		}

		@Bean
		HandshakeHeadersProvider headers() {
			return (node) -> Map.of("Authorization", "Bearer " + CANARY);
		}

	}

}
