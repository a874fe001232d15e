package io.headwater.autoconfigure;

import java.util.List;
import java.util.Map;

import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The example in docs/testing.md: a test's own node in a container.
 */
@TestConfiguration(proxyBeanMethods = false)
class GethConfiguration {

	@Bean
	GenericContainer<?> geth() {
		return new GenericContainer<>("ethereum/client-go:stable")
			.withCommand("--dev", "--dev.period=1", "--ws", "--ws.addr=0.0.0.0")
			.withExposedPorts(8546);
	}

	@Bean
	NodeConnectionDetails nodes(GenericContainer<?> geth) {
		return () -> Map.of("mainnet",
				List.of(new NodeConnectionDetails.Node("ws://" + geth.getHost() + ":" + geth.getMappedPort(8546))));
	}

}
