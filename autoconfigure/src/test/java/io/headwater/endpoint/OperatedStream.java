package io.headwater.endpoint;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterEndpointAutoConfiguration;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.stream.HeadStreams;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.Gate;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stream {@code main} of an application, as an operator sees it and acts on it. No
 * reading of it may show the key in the node's URL.
 */
final class OperatedStream {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	static final String SECRET = "SECRETKEY";

	private final HeadwaterEndpoint endpoint;

	private final HeadStreams streams;

	private final Gate gate;

	private OperatedStream(HeadwaterEndpoint endpoint, HeadStreams streams, Gate gate) {
		this.endpoint = endpoint;
		this.streams = streams;
		this.gate = gate;
	}

	static Runner at(URI node) {
		return new Runner(new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterEndpointAutoConfiguration.class))
			.withBean(Gate.class)
			.withPropertyValues("management.endpoints.web.exposure.include=headwater",
					"headwater.chains.main.nodes[0].url=" + node, "headwater.chains.main.retry.max-retries=0",
					"headwater.chains.main.finality.enabled=false",
					"headwater.chains.main.reconnect.initial-delay=20ms",
					"headwater.chains.main.reconnect.max-delay=100ms"));
	}

	StreamDescriptor read() {
		StreamDescriptor stream = this.endpoint.stream("main");
		assertThat(stream).isNotNull();
		assertThat(JsonMapper.shared().writeValueAsString(stream)).doesNotContain(SECRET);
		return stream;
	}

	void await(Consumer<StreamDescriptor> assertion) {
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertion.accept(read()));
	}

	void await(ConnectionState connection, DeliveryState delivery) {
		await((stream) -> {
			assertThat(stream.connection().state()).isEqualTo(name(connection));
			assertThat(stream.delivery().state()).isEqualTo(name(delivery));
			assertThat(stream.connection().duration()).isGreaterThanOrEqualTo(Duration.ZERO);
			assertThat(stream.delivery().duration()).isGreaterThanOrEqualTo(Duration.ZERO);
		});
	}

	static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	void act(String action) {
		assertThat(this.endpoint.act("main", action, null)).isNotNull();
	}

	void replay(long block) {
		assertThat(this.endpoint.act("main", "replay", block)).isNotNull();
	}

	/**
	 * Let the listener fail on a new block, which is to halt the delivery.
	 */
	void haltByListener(SimulatedNode node) {
		await(ConnectionState.LIVE, DeliveryState.LIVE);
		this.gate.fail(true);
		node.mine();
		await(ConnectionState.LIVE, DeliveryState.HALTED);
	}

	/**
	 * Revert eight of ten blocks, which are to be more than the window.
	 */
	void haltByReset(SimulatedNode node) {
		await(ConnectionState.LIVE, DeliveryState.LIVE);
		node.mine(10);
		await((stream) -> assertThat(stream.counts()).containsEntry("heads", 11L));
		node.reorg(8);
		await(ConnectionState.LIVE, DeliveryState.HALTED);
	}

	HeadStreams streams() {
		return this.streams;
	}

	Gate gate() {
		return this.gate;
	}

	/**
	 * What is left to configure of the application.
	 */
	static final class Runner {

		private final ApplicationContextRunner contexts;

		private Runner(ApplicationContextRunner contexts) {
			this.contexts = contexts;
		}

		Runner with(String... properties) {
			return new Runner(this.contexts.withPropertyValues(properties));
		}

		Runner with(CheckpointStore store) {
			return new Runner(this.contexts.withBean(CheckpointStore.class, () -> store)
				.withPropertyValues("headwater.checkpoint.namespace=test"));
		}

		void run(ThrowingConsumer<OperatedStream> test) {
			this.contexts.run((context) -> {
				assertThat(context).hasNotFailed();
				test.accept(new OperatedStream(context.getBean(HeadwaterEndpoint.class),
						context.getBean(HeadStreams.class), context.getBean(Gate.class)));
			});
		}

	}

}
