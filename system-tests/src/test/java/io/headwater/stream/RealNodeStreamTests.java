package io.headwater.stream;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import io.headwater.ChainResetEvent;
import io.headwater.Head;
import io.headwater.RecordedEvents;
import io.headwater.ReorgEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.realnode.RealNode;
import io.headwater.realnode.RealNodeTest;
import io.headwater.realnode.RealNodes;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole way of a head, from a real node to a listener.
 */
@RealNodeTest
class RealNodeStreamTests {

	private static final Set<String> BODY = Set.of("transactions", "uncles", "withdrawals");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class);

	@Test
	void deliversEveryHeadOfAnvilInOrderAndOnce() {
		try (RealNode node = RealNodes.anvil()) {
			deliversEveryHeadInOrderAndOnce(node, Set.of());
		}
	}

	@Test
	void deliversEveryHeadOfHardhatInOrderAndOnce() {
		try (RealNode node = RealNodes.hardhat()) {
			deliversEveryHeadInOrderAndOnce(node, Set.of());
		}
	}

	@Test
	void deliversEveryHeadOfGanacheInOrderAndOnce() {
		try (RealNode node = RealNodes.ganache()) {
			deliversEveryHeadInOrderAndOnce(node, Set.of("size"));
		}
	}

	private void deliversEveryHeadInOrderAndOnce(RealNode node, Set<String> notAnnounced) {
		this.runner.withPropertyValues("headwater.chains.main.nodes[0].url=" + node.wsUrl()).run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			node.mine(50);
			events.awaitHead(50);
			assertThat(events.numbers()).isEqualTo(LongStream.rangeClosed(0, 50).boxed().toList());
			assertThat(events.walk()).hasSize(51);
			for (Head head : events.heads()) {
				JsonNode block = node.rpc("eth_getBlockByNumber", "0x" + Long.toHexString(head.number()), false);
				Map<String, String> header = headerOf(block);
				header.keySet().removeAll((head.number() > 0) ? notAnnounced : Set.of());
				assertThat(asNodeTells(head)).isEqualTo(header);
			}
		});
	}

	@Test
	@FailureMode({ 13, 25 })
	void goesOnWhenTheNodeIsRestartedOnTheSamePort(@TempDir Path directory) {
		try (RealNode node = RealNodes.anvil("--state", directory.resolve("state.json").toString())) {
			run(node, (events) -> {
				events.awaitHead(0);
				node.mine(3);
				events.awaitHead(3);
				node.restart();
				node.mine(10);
				events.awaitHead(13);
				assertThat(events.numbers()).isEqualTo(LongStream.rangeClosed(0, 13).boxed().toList());
				assertThat(events.walk()).hasSize(14);
			});
		}
	}

	/**
	 * Its genesis block may be another one then, or the same: both are told, and neither
	 * ends it.
	 */
	@Test
	void goesOnWhenTheNodeBeginsAnewAndResetsAreToBeContinued() {
		try (RealNode node = RealNodes.anvil()) {
			run(node, (events) -> {
				events.awaitHead(0);
				node.mine(3);
				events.awaitHead(3);
				node.restart();
				// Within the same second it would make the very same blocks again.
				node.rpc("anvil_setNextBlockTimestamp", 4_000_000_000L);
				node.mine(10);
				events.awaitHead(10);
				assertThat(events.walk().get(4)).isInstanceOfAny(ReorgEvent.class, ChainResetEvent.class);
			}, "headwater.chains.main.deep-reorg=continue");
		}
	}

	private void run(RealNode node, Consumer<RecordedEvents> test, String... properties) {
		this.runner.withPropertyValues("headwater.chains.main.nodes[0].url=" + node.wsUrl())
			.withPropertyValues(properties)
			.run((context) -> test.accept(context.getBean(RecordedEvents.class)));
	}

	/** Write a head as the node would, from what a listener sees of it. */
	private static Map<String, String> asNodeTells(Head head) throws ReflectiveOperationException {
		Map<String, String> fields = new TreeMap<>(head.otherFields());
		for (RecordComponent component : Head.class.getRecordComponents()) {
			Object value = component.getAccessor().invoke(head);
			if (value instanceof Long number) {
				fields.put(component.getName(), "0x" + Long.toHexString(number));
			}
			else if (value instanceof BigInteger number) {
				fields.put(component.getName(), "0x" + number.toString(16));
			}
			else if (value != null && !(value instanceof Map)) {
				fields.put(component.getName(), value.toString());
			}
		}
		return fields;
	}

	private static Map<String, String> headerOf(JsonNode block) {
		Map<String, String> fields = new TreeMap<>();
		block.properties()
			.stream()
			.filter((field) -> !BODY.contains(field.getKey()) && !field.getValue().isNull())
			.forEach((field) -> fields.put(field.getKey(), field.getValue().asString()));
		return fields;
	}

}
