package io.headwater.stream;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.headwater.NewHeadEvent;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.checkpoint.jdbc.CheckpointSchema;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;
import io.headwater.observability.MeteredCheckpoints;
import io.headwater.observability.MeteredDispatch;
import io.headwater.observability.MeteredStreams;
import io.headwater.observability.StreamGauges;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.DatabaseKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The library in a plain application context. The configurations are those of
 * {@code docs/core.md}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CoreWithoutBootTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Pattern IMPORT = Pattern.compile("^import (\\S+);\\n", Pattern.MULTILINE);

	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	@AfterEach
	void stopNode() {
		this.node.close();
	}

	private AnnotationConfigApplicationContext start(Class<?>... configurations) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("node.url", this.node.url())));
		context.register(configurations);
		context.refresh();
		return context;
	}

	@Test
	void deliversHeadsToListenersUntilTheContextStops() throws InterruptedException {
		HeadStream stream;
		try (AnnotationConfigApplicationContext context = start(FollowingConfiguration.class, HeadNumbers.class)) {
			BlockingQueue<Long> heads = context.getBean(HeadNumbers.class).numbers;
			Long first = heads.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(first).isNotNull();
			this.node.chain().mine();
			assertThat(heads.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(first + 1);
			stream = context.getBean(HeadStreams.class).get("main");
			assertThat(stream.isRunning()).isTrue();
		}
		assertThat(stream.isRunning()).isFalse();
	}

	@Test
	void keepsTheFailureOfOneListenerFromAnother(CapturedOutput output) throws InterruptedException {
		try (AnnotationConfigApplicationContext context = start(FollowingConfiguration.class, FailingListener.class,
				HeadNumbers.class)) {
			BlockingQueue<Long> heads = context.getBean(HeadNumbers.class).numbers;
			Long first = heads.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			this.node.chain().mine();
			assertThat(heads.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull().isNotEqualTo(first);
			assertThat(output).contains("FailingListener.on(NewHeadEvent) failed on block");
		}
	}

	@Test
	void warnsOfAListenerThatNoEventReaches(CapturedOutput output) {
		try (AnnotationConfigApplicationContext context = start(FollowingConfiguration.class)) {
			assertThat(context.isRunning()).isTrue();
			assertThat(output).contains("No listener takes events of chains");
		}
	}

	@Test
	void goesOnFromTheCheckpointThatItIsGiven() throws InterruptedException {
		long last;
		DataSource database = DatabaseKind.H2.newDatabase();
		JdbcConfiguration.database = database;
		try (AnnotationConfigApplicationContext context = start(JdbcConfiguration.class, HeadNumbers.class)) {
			Long first = context.getBean(HeadNumbers.class).numbers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(first).isNotNull();
			last = first;
		}
		StoredCheckpoint stored = new JdbcCheckpointStore(database, "APP_").load(new CheckpointKey("my-app", "main"));
		assertThat(stored).isNotNull();
		assertThat(stored.checkpoint().block().number()).isEqualTo(last);
		this.node.chain().mine();
		this.node.chain().mine();
		try (AnnotationConfigApplicationContext context = start(JdbcConfiguration.class, HeadNumbers.class)) {
			BlockingQueue<Long> heads = context.getBean(HeadNumbers.class).numbers;
			assertThat(heads.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(last + 1);
			assertThat(heads.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(last + 2);
		}
	}

	@Test
	void isMeteredWhereObserversAreAdded() {
		try (AnnotationConfigApplicationContext context = start(MeteredConfiguration.class, HeadNumbers.class)) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(
						() -> assertThat(registry.get("headwater.checkpoint.saves").timer().count()).isPositive());
			assertThat(registry.get("headwater.heads").tag("chain", "main").counters()).isNotEmpty();
			assertThat(registry.get("headwater.queue.capacity").gauge().value()).isEqualTo(256);
			assertThat(registry.get("headwater.calls").tag("chain", "main").meters()).isNotEmpty();
		}
	}

	@Test
	void thePageShowsThisCode() throws Exception {
		String page = Files.readString(Path.of("../docs/core.md"));
		String code = words(Files.readString(Path.of("src/test/java/io/headwater/stream/CoreWithoutBootTests.java")));
		List<String> blocks = Arrays.stream(page.split("```java\n"))
			.skip(1)
			.map((block) -> block.substring(0, block.indexOf("```")))
			.toList();
		assertThat(blocks).hasSize(5).allSatisfy((block) -> assertThat(code).contains(words(withoutImports(block))));
		for (String block : blocks) {
			for (MatchResult imported : IMPORT.matcher(block).results().toList()) {
				String name = Class.forName(imported.group(1)).getSimpleName();
				assertThat(withoutImports(block)).containsPattern("\\b" + name + "\\b");
			}
		}
	}

	private static String withoutImports(String block) {
		return IMPORT.matcher(block).replaceAll("");
	}

	/** The classes of a page are not nested in a test. */
	private static String words(String code) {
		return code.replace("static class", "class").replaceAll("\\s+", " ").strip();
	}

	/** Not called here, since what it starts ends with the process only. */
	public static void main(String[] args) {
		new AnnotationConfigApplicationContext(FollowingConfiguration.class, HeadNumbers.class).registerShutdownHook();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ListenerConfiguration.class)
	static class FollowingConfiguration {

		@Bean
		HeadStreams headStreams(ApplicationEventPublisher events, @Value("${node.url}") String url) {
			return new HeadStreams(List.of(HeadStream.builder("main").node(url).build(events)));
		}

	}

	static class HeadNumbers {

		final BlockingQueue<Long> numbers = new LinkedBlockingQueue<>();

		@EventListener
		void on(NewHeadEvent event) {
			this.numbers.add(event.head().number());
		}

	}

	static class FailingListener {

		@EventListener
		void on(NewHeadEvent event) {
			throw new IllegalStateException("on purpose");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ListenerConfiguration.class)
	static class JdbcConfiguration {

		static @Nullable DataSource database;

		@Bean(destroyMethod = "")
		DataSource database() {
			return Objects.requireNonNull(database);
		}

		@Bean
		CheckpointStore checkpointStore(DataSource database) {
			CheckpointSchema.create(database, "APP_");
			return new JdbcCheckpointStore(database, "APP_");
		}

		@Bean
		HeadStreams headStreams(ApplicationEventPublisher events, CheckpointStore store,
				@Value("${node.url}") String url) {
			return new HeadStreams(List.of(HeadStream.builder("main")
				.node(url)
				.checkpointStore(store)
				.namespace("my-app")
				.confirmations(12)
				.build(events)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ListenerConfiguration.class)
	static class MeteredConfiguration {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		HeadStreams headStreams(ApplicationEventPublisher events, MeterRegistry registry,
				@Value("${node.url}") String url) {
			HeadStreams streams = new HeadStreams(List.of(HeadStream.builder("main")
				.node(url)
				.dispatchObserver(new MeteredDispatch(registry, Clock.systemUTC(), System::nanoTime, true))
				.streamObserver(new MeteredStreams(registry))
				.checkpointObserver(new MeteredCheckpoints(registry))
				.build(events)));
			new StreamGauges(streams).bindTo(registry);
			return streams;
		}

	}

}
