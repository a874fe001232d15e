package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.headwater.RecordedEvents;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One application that follows many chains: the threads it takes, once those are gone
 * that exist only while something is sent.
 */
class ManyChainsTests {

	private static final int CHAINS = 50;

	private static final int HEADS = 20;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withPropertyValues(IntStream.range(0, CHAINS)
			.mapToObj((chain) -> "headwater.chains.c" + chain + ".nodes[0].url=" + this.node.url())
			.toArray(String[]::new));

	@Test
	void chainHasTwoThreadsOfItsOwnAndOneIsForAll() {
		followed((threads) -> assertThat(threads).hasSizeLessThanOrEqualTo(2 * CHAINS + 1)
			.allMatch((name) -> name.matches("headwater-(reader|c\\d+-publisher|scheduler)-\\d+")));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void chainHasNoPlatformThreadWhereBootUsesVirtualOnes() {
		followed(
				(threads) -> assertThat(threads).hasSizeLessThanOrEqualTo(1)
					.allMatch((name) -> name.startsWith("headwater-scheduler-")),
				"spring.threads.virtual.enabled=true");
	}

	private void followed(Consumer<List<String>> threads, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			this.node.awaitSubscriptions(CHAINS, TIMEOUT);
			long first = this.node.mine(HEADS).get(0).number();
			RecordedEvents events = context.getBean(RecordedEvents.class);
			Awaitility.await()
				.atMost(TIMEOUT)
				.untilAsserted(() -> IntStream.range(0, CHAINS)
					.forEach((chain) -> assertThat(events.numbers("c" + chain))
						.endsWith(LongStream.range(first, first + HEADS).boxed().toArray(Long[]::new))));
			Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> threads.accept(platformThreads()));
		});
	}

	/** Virtual ones are not in this list. */
	private static List<String> platformThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("headwater-"))
			.toList();
	}

}
