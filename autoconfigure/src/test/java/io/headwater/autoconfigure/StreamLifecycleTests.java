package io.headwater.autoconfigure;

import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.RecordedEvents;
import io.headwater.StreamStateChangedEvent;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * When streams run, and what is left of them when they do not.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class StreamLifecycleTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(SilentNodes.class)
		.withBean(RecordedEvents.class)
		.withPropertyValues("headwater.chains.one.nodes[0].url=ws://one.example",
				"headwater.chains.two.nodes[0].url=ws://two.example");

	@AfterEach
	void leavesNoThreadBehind() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(threads()).extracting(Thread::getName).isEmpty());
	}

	@Test
	void startsWithTheApplicationAndStopsWithIt() {
		this.runner.run((context) -> {
			HeadStreams streams = context.getBean(HeadStreams.class);
			assertThat(streams.isRunning()).isTrue();
			assertThat(streams.all()).allSatisfy((stream) -> {
				assertThat(stream.connectionState()).isEqualTo(ConnectionState.CONNECTING);
				assertThat(stream.deliveryState()).isEqualTo(DeliveryState.CATCHING_UP);
			});
			context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
			assertThat(streams.isRunning()).isFalse();
			assertThat(streams.all()).allSatisfy((stream) -> {
				assertThat(stream.connectionState()).isEqualTo(ConnectionState.STOPPED);
				assertThat(stream.deliveryState()).isEqualTo(DeliveryState.STOPPED);
			});
		});
	}

	@Test
	void tellsListenersThatItStartsAndStops() {
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitState(ConnectionState.CONNECTING);
			context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
			assertThat(events.of(StreamStateChangedEvent.class).stream().filter((event) -> event.chain().equals("one")))
				.extracting(StreamStateChangedEvent::to)
				.contains(ConnectionState.STOPPED, DeliveryState.STOPPED);
		});
	}

	@Test
	void runsAfterAStopAndAStart() {
		this.runner.run((context) -> {
			ConfigurableApplicationContext source = context
				.getSourceApplicationContext(ConfigurableApplicationContext.class);
			source.stop();
			assertThat(context.getBean(HeadStreams.class).isRunning()).isFalse();
			leavesNoThreadBehind();
			source.start();
			assertThat(context.getBean(HeadStreams.class).isRunning()).isTrue();
			assertThat(context.getBean(SilentNodes.class).asked).hasSize(4);
		});
	}

	@Test
	void runsAfterAPauseWhatRanBeforeAndNothingElse(CapturedOutput output) {
		this.runner
			.withPropertyValues("headwater.chains.three.nodes[0].url=ws://three.example",
					"headwater.chains.two.auto-startup=false")
			.run((context) -> {
				ConfigurableApplicationContext source = context
					.getSourceApplicationContext(ConfigurableApplicationContext.class);
				HeadStreams streams = context.getBean(HeadStreams.class);
				streams.get("two").start();
				streams.get("three").stop();
				assertThat(output).doesNotContain("by hand");
				source.stop();
				assertThat(streams.isRunning()).isFalse();
				source.start();
				assertThat(streams.get("one").isRunning()).isTrue();
				assertThat(streams.get("two").isRunning()).isTrue();
				assertThat(streams.get("three").isRunning()).isFalse();
				assertThat(output).containsOnlyOnce("[two] Starts again with the application: it was started by hand")
					.containsOnlyOnce("[three] Does not start with the application: it was stopped by hand")
					.doesNotContain("[one] Starts again");
				source.pause();
				assertThat(streams.isRunning()).isFalse();
				source.restart();
				assertThat(streams.get("two").isRunning()).isTrue();
				assertThat(streams.get("three").isRunning()).isFalse();
			});
	}

	@Test
	void startsByNameWhatDoesNotStartWithTheApplication() {
		this.runner.withPropertyValues("headwater.chains.two.auto-startup=false").run((context) -> {
			HeadStreams streams = context.getBean(HeadStreams.class);
			SilentNodes nodes = context.getBean(SilentNodes.class);
			assertThat(streams.get("two").deliveryState()).isEqualTo(DeliveryState.STOPPED);
			assertThat(nodes.asked).containsExactly(URI.create("ws://one.example"));
			streams.get("two").start();
			assertThat(streams.get("two").deliveryState()).isEqualTo(DeliveryState.CATCHING_UP);
			assertThat(nodes.asked).containsExactly(URI.create("ws://one.example"), URI.create("ws://two.example"));
			streams.get("two").start();
			assertThat(nodes.asked).hasSize(2);
		});
	}

	@Test
	void doesNotRunWhenNothingStartsWithTheApplication() {
		this.runner.withPropertyValues("headwater.defaults.auto-startup=false").run((context) -> {
			assertThat(context.getBean(HeadStreams.class).isRunning()).isFalse();
			assertThat(threads()).isEmpty();
			context.getBean(HeadStreams.class).get("one").start();
			assertThat(context.getBean(HeadStreams.class).isRunning()).isTrue();
		});
	}

	@Test
	void stopsByName() {
		this.runner.run((context) -> {
			HeadStreams streams = context.getBean(HeadStreams.class);
			streams.get("one").stop();
			assertThat(streams.get("one").connectionState()).isEqualTo(ConnectionState.STOPPED);
			assertThat(streams.get("two").connectionState()).isEqualTo(ConnectionState.CONNECTING);
			assertThat(streams.isRunning()).isTrue();
			streams.get("one").stop();
			streams.get("two").stop();
			assertThat(streams.isRunning()).isFalse();
		});
	}

	@Test
	void tellsWhichNamesThereAreWhenOneIsUnknown() {
		this.runner.run((context) -> {
			HeadStreams streams = context.getBean(HeadStreams.class);
			String message = "No chain is named 'three'; there are [one, two]";
			assertThatIllegalArgumentException().isThrownBy(() -> streams.get("three")).withMessage(message);
			assertThatIllegalArgumentException().isThrownBy(() -> streams.get("three").start()).withMessage(message);
			assertThatIllegalArgumentException().isThrownBy(() -> streams.get("three").stop()).withMessage(message);
		});
	}

	@Test
	void listsStreamsInTheOrderOfTheConfiguration() {
		this.runner.run((context) -> assertThat(context.getBean(HeadStreams.class).all()).extracting(HeadStream::chain)
			.containsExactly("one", "two"));
	}

	@Test
	void keepsAnApplicationWithoutWebServerAliveWhileItRuns() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application
			.run("--headwater.chains.main.nodes[0].url=ws://one.example")) {
			assertThat(threads()).anyMatch((thread) -> !thread.isDaemon());
			context.getBean(HeadStreams.class).get("main").stop();
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> threads().stream().allMatch(Thread::isDaemon));
		}
	}

	@Test
	void keepsAnApplicationWithNothingToFollowFromStayingAlive() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
			.run((context) -> assertThat(threads()).isEmpty());
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void publishesOnVirtualThreadWhenBootIsToldTo() {
		this.runner.withBean(PublishingThread.class)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				Thread thread = context.getBean(PublishingThread.class).await();
				assertThat(isVirtual(thread)).isTrue();
				assertThat(thread.getName()).matches("headwater-(one|two)-publisher-\\d+");
			});
	}

	@Test
	@DisabledForJreRange(min = JRE.JAVA_21)
	void publishesOnPlatformThreadWhereThereAreNoVirtualOnes() {
		this.runner.withBean(PublishingThread.class)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(context.getBean(PublishingThread.class).await().getName())
				.matches("headwater-(one|two)-publisher-\\d+"));
	}

	@Test
	void publishesOnDaemonThreadOfItsName() {
		this.runner.withBean(PublishingThread.class).run((context) -> {
			Thread thread = context.getBean(PublishingThread.class).await();
			assertThat(thread.getName()).matches("headwater-(one|two)-publisher-\\d+");
			assertThat(thread.isDaemon()).isTrue();
			assertThat(isVirtual(thread)).isFalse();
		});
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("headwater-"))
			.toList();
	}

	private static boolean isVirtual(Thread thread) {
		Method method = ReflectionUtils.findMethod(Thread.class, "isVirtual");
		return method != null && (boolean) ReflectionUtils.invokeMethod(method, thread);
	}

	static class PublishingThread {

		private volatile Thread thread;

		@EventListener
		void on(StreamStateChangedEvent event) {
			this.thread = Thread.currentThread();
		}

		Thread await() {
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.thread != null);
			return this.thread;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HeadwaterAutoConfiguration.class)
	static class Application {

		@Bean
		SilentNodes nodes() {
			return new SilentNodes();
		}

	}

}
