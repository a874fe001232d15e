package io.headwater.stream;

import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterCheckpointAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties classes repeat the defaults of the builder, since the annotation
 * processor that writes them into the metadata reads nothing but literals.
 */
class PropertyDefaultsTests {

	private static final String URL = "ws://node.example";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterCheckpointAutoConfiguration.class))
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + URL);

	@Test
	void areThoseOfTheBuilder() {
		HeadStreamBuilder builder = HeadStream.builder("main").node(URL);
		this.runner.withPropertyValues("headwater.chains.main.auto-startup=true")
			.run((context) -> assertThat(settings(context.getBean(HeadStreams.class))).usingRecursiveComparison()
				.isEqualTo(StreamSettings.of(builder)));
	}

	@Test
	void areNotThoseOfTheBuilderOnceOneIsSet() {
		HeadStreamBuilder builder = HeadStream.builder("main").node(URL).nodeLag(6);
		this.runner.withPropertyValues("headwater.chains.main.node-lag=6")
			.run((context) -> assertThat(settings(context.getBean(HeadStreams.class))).usingRecursiveComparison()
				.isEqualTo(StreamSettings.of(builder))
				.isNotEqualTo(StreamSettings.of(HeadStream.builder("main").node(URL))));
	}

	private static StreamSettings settings(HeadStreams streams) {
		return streams.get("main").settings();
	}

}
