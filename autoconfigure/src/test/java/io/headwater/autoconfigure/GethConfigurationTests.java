package io.headwater.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example in docs/testing.md does what it says, as far as that can be seen without
 * Docker.
 */
class GethConfigurationTests {

	private final GethConfiguration configuration = new GethConfiguration();

	@Test
	void leadsToThePortOfTheContainer() {
		assertThat(this.configuration.nodes(new StartedContainer()).nodes().get("mainnet")).singleElement()
			.extracting(NodeConnectionDetails.Node::url)
			.isEqualTo("ws://container.example:12345");
	}

	@Test
	void exposesTheWebSocketOfTheNode() {
		assertThat(this.configuration.geth().getExposedPorts()).containsExactly(8546);
	}

	@Test
	void isWhatTheDocumentationShows() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "testing.md"));
		int from = page.indexOf("class GethConfiguration");
		int to = page.indexOf("```", from);
		assertThat(from).isPositive();
		assertThat(Files.readString(Path.of("src/test/java/io/headwater/autoconfigure/GethConfiguration.java")))
			.endsWith(page.substring(from, to));
	}

	/**
	 * One that has an address without being started.
	 */
	private static final class StartedContainer extends GenericContainer<StartedContainer> {

		StartedContainer() {
			super("ethereum/client-go:stable");
		}

		@Override
		public String getHost() {
			return "container.example";
		}

		@Override
		public Integer getMappedPort(int port) {
			assertThat(port).isEqualTo(8546);
			return 12345;
		}

	}

}
