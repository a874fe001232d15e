package io.headwater.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.test.TestCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys stand in the path, query, user information and headers of a node. Whatever goes
 * wrong, they are in no line of a log that logs everything, no event, exception, endpoint
 * or message of a start that fails.
 */
class SecretCanaryTests {

	private static final List<String> EVERYTHING = List.of("--server.port=0", "--server.address=127.0.0.1",
			"--logging.level.root=TRACE", "--management.endpoints.web.exposure.include=*",
			"--management.endpoint.env.show-values=always", "--management.endpoint.configprops.show-values=always",
			"--management.endpoint.health.show-details=always", "--management.endpoint.health.show-components=always");

	private static final List<String> BAD_PROPERTIES = List.of("nodes[0].url=https://127.0.0.1",
			"nodes[0].url=127.0.0.1", "nodes[0].url=ws://127.0.0.1:99999", "nodes[0].url=ws://under_score",
			"nodes[0].url=ws://127.0.0.1/#", "nodes[0].url=ws://127.0.0.1/a b", "nodes[0]=wss://127.0.0.1",
			"nodes=wss://127.0.0.1", "nodes.url=wss://127.0.0.1", "nodes[1].url=wss://127.0.0.1", "nodes[0].headers=",
			"queue-capacity=0", "queue-capacity=many", "connect-timeout=0s", "reconnect.max-delay=1ms");

	private final Canary canary = new Canary();

	@AutoClose
	private final SimulatedNode honest = SimulatedNode.create(new SimulatedChain(1337)).start();

	@TempDir
	private Path directory;

	private final List<HostileNode> nodes = new ArrayList<>();

	@AfterEach
	void closeNodes() {
		this.nodes.forEach(HostileNode::close);
	}

	@Test
	void noFailureShowsASecret() {
		Set<FailureCase> failures = EnumSet.allOf(FailureCase.class);
		Map<String, String> chains = new LinkedHashMap<>();
		chains.put("refused-port", this.canary.address("ws", closedPort()));
		chains.put("unknown-host", this.canary.address("ws", 8545).replace("127.0.0.1", "no-such-host.invalid"));
		for (FailureCase failure : failures) {
			chains.put(failure.chain(), this.canary.address(failure.isTls() ? "wss" : "ws", start(failure).port()));
		}
		LeakDetector detector = new LeakDetector(this.canary, Set.of(" TRACE ", "javax.management.", "Closing "));
		try (ChildJvm child = start(detector)) {
			assertThat(child.ask(arguments(chains))).isEqualTo("started");
			detector.awaitState("refused-port", FailureCase.FAILED);
			detector.awaitState("unknown-host", FailureCase.FAILED);
			for (FailureCase failure : failures) {
				detector.awaitState(failure.chain(), failure.states());
			}
			ActuatorCrawl crawl = new ActuatorCrawl("http://127.0.0.1:" + child.ask("port"), detector::read);
			crawl.readEverything();
			assertThat(crawl.read()).contains("/actuator/health", "/actuator/env", "/actuator/configprops",
					"/actuator/prometheus", "/actuator/metrics/headwater.head.number");
			child.ask("close");
		}
		assertThat(this.nodes).allSatisfy((node) -> assertThat(node.connections()).isPositive());
		detector.assertNoLeak();
	}

	@Test
	void noStartThatFailsShowsASecret() {
		LeakDetector detector = new LeakDetector(this.canary, Set.of(" DEBUG ", "APPLICATION FAILED TO START"));
		try (ChildJvm child = start(detector)) {
			assertThat(BAD_PROPERTIES).allSatisfy(
					(property) -> assertThat(child.ask(badArguments(property))).as(property).isEqualTo("failed"));
		}
		detector.assertNoLeak();
	}

	private String badArguments(String property) {
		List<String> arguments = new ArrayList<>(EVERYTHING);
		arguments.add("--spring.main.web-application-type=none");
		if (property.startsWith("nodes")) {
			arguments.add("--headwater.chains.main." + property + this.canary.pathAndQuery());
		}
		else {
			arguments.add("--headwater.chains.main." + property);
			arguments.add("--headwater.chains.main.nodes[0].url=" + this.canary.address("ws", closedPort()));
		}
		arguments.add("--headwater.chains.main.nodes[0].headers.X-Key=" + this.canary.header());
		return String.join("\t", arguments);
	}

	private static ChildJvm start(LeakDetector detector) {
		return ChildJvm.start(CanaryApplication.class, List.of("-Xmx512m"), List.of(), detector);
	}

	private HostileNode start(FailureCase failure) {
		HostileNode node = switch (failure) {
			case TLS_WITHOUT_A_CERTIFICATE -> HostileNode.before(this.honest, failure, tlsSocket(null));
			case TLS_OF_NO_KNOWN_ISSUER -> HostileNode.before(this.honest, failure,
					tlsSocket(TestCertificate.selfSigned(this.directory, "127.0.0.1")));
			default -> HostileNode.before(this.honest, failure);
		};
		this.nodes.add(node);
		return node;
	}

	private String arguments(Map<String, String> chains) {
		List<String> arguments = new ArrayList<>(EVERYTHING);
		chains.forEach((chain, address) -> {
			arguments.add("--headwater.chains." + chain + ".nodes[0].url=" + address);
			arguments.add("--headwater.chains." + chain + ".nodes[0].headers.X-Key=" + this.canary.header());
		});
		arguments.add("--headwater.chains.wrong-chain.chain-id=1");
		arguments.add("--headwater.defaults.connect-timeout=2s");
		arguments.add("--headwater.defaults.request-timeout=2s");
		return String.join("\t", arguments);
	}

	private static int closedPort() {
		try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ServerSocket tlsSocket(@Nullable TestCertificate certificate) {
		try {
			return TestCertificate.context(certificate, null)
				.getServerSocketFactory()
				.createServerSocket(0, 0, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
