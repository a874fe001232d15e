package io.headwater.autoconfigure;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import io.headwater.ChainEvent;
import io.headwater.ListenerFailedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.StreamStateChangedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionalEventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which listeners are warned of at the start: those that the guarantee does not cover.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerCheckTests {

	private static final String CLASS = ListenerCheckTests.class.getName();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(SilentNodes.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=ws://node.example");

	@Test
	void warnsOfNoListenerThatIsCovered(CapturedOutput output) {
		this.runner.withUserConfiguration(Asynchronous.class, Transactions.class)
			.withBean(Covered.class)
			.run((context) -> assertThat(output).doesNotContain("WARN"));
	}

	@Test
	void warnsOfAnAsynchronousListenerOnce(CapturedOutput output) {
		this.runner.withUserConfiguration(Asynchronous.class)
			.withBean(AsynchronousMethod.class)
			.withBean(AsynchronousClass.class)
			.run((context) -> {
				assertThat(output)
					.containsOnlyOnce(
							"Listener " + CLASS + "$AsynchronousMethod.on(io.headwater.NewHeadEvent) is asynchronous")
					.containsOnlyOnce("Listener " + CLASS + "$AsynchronousClass.on(java.lang.Object) is asynchronous");
				assertThat(warnings(output)).isEqualTo(2);
			});
	}

	@Test
	void warnsOfAListenerThatReturnsBeforeItsWorkHasEnded(CapturedOutput output) {
		this.runner.withBean(Promising.class).run((context) -> {
			assertThat(output).containsOnlyOnce("Listener " + CLASS
					+ "$Promising.later(io.headwater.NewHeadEvent) returns before its work has ended (a CompletableFuture)");
			assertThat(warnings(output)).isEqualTo(1);
		});
	}

	@Test
	void warnsOfAListenerInAChildOfTheContextThatHasTheStreams(CapturedOutput output) {
		this.runner.withBean(Covered.class).run((parent) -> {
			assertThat(warnings(output)).isZero();
			this.runner.withParent(parent).withBean("ofChild", Promising.class).run((child) -> {
				assertThat(output)
					.containsOnlyOnce("Promising.later(io.headwater.NewHeadEvent) receives no event of a chain")
					.containsOnlyOnce("Promising.derives(io.headwater.NewHeadEvent) receives no event of a chain");
				assertThat(warnings(output)).isEqualTo(2);
			});
		});
	}

	@Test
	void warnsOfNoAnnotationThatHasNoEffect(CapturedOutput output) {
		this.runner.withBean(AsynchronousMethod.class).run((context) -> assertThat(output).doesNotContain("WARN"));
	}

	@Test
	void warnsOfAListenerThatNeedsATransaction(CapturedOutput output) {
		this.runner.withUserConfiguration(Transactions.class).withBean(Transactional.class).run((context) -> {
			assertThat(output).containsOnlyOnce("Listener " + CLASS
					+ "$Transactional.on(io.headwater.ChainEvent) is called within a transaction only: it receives no event of chain "
					+ "main, since");
			assertThat(warnings(output)).isEqualTo(1);
		});
	}

	@Test
	void warnsOfAModuleListenerForBoth(CapturedOutput output) {
		this.runner.withUserConfiguration(Asynchronous.class, Transactions.class)
			.withBean(Module.class)
			.run((context) -> {
				assertThat(output).containsOnlyOnce("Module.on(io.headwater.NewHeadEvent) is asynchronous")
					.containsOnlyOnce("Module.on(io.headwater.NewHeadEvent) is called within a transaction only");
				assertThat(warnings(output)).isEqualTo(2);
			});
	}

	@Test
	void warnsOfAMulticasterThatKeepsFailuresOrLeavesTheThread(CapturedOutput output) {
		this.runner.withUserConfiguration(Multicaster.class).run((context) -> {
			assertThat(output).containsOnlyOnce("The application's event multicaster has a task executor")
				.containsOnlyOnce("The application's event multicaster has an error handler");
			assertThat(warnings(output)).isEqualTo(2);
		});
	}

	@Test
	void saysNothingWhereNoChainIsFollowed(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
			.withUserConfiguration(Multicaster.class, Asynchronous.class)
			.withBean(AsynchronousMethod.class)
			.run((context) -> {
				assertThat(output).contains("No chain is configured");
				assertThat(warnings(output)).isEqualTo(1);
			});
	}

	@Test
	void warnsInAnApplicationWhoseBeansAreLazy(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLazyInitialization(true);
		application.run("--headwater.chains.main.nodes[0].url=ws://node.example").close();
		assertThat(output).containsOnlyOnce("AsynchronousMethod.on(io.headwater.NewHeadEvent) is asynchronous");
	}

	private static long warnings(CapturedOutput output) {
		return Arrays.stream(output.toString().split("\\R")).filter((line) -> line.contains("WARN")).count();
	}

	static class Covered {

		@EventListener
		void on(NewHeadEvent event) {
		}

		@TransactionalEventListener(fallbackExecution = true)
		void fallback(NewHeadEvent event) {
		}

		@Async
		@EventListener
		void beside(StreamStateChangedEvent event) {
		}

		@Async
		@EventListener
		void beside(ListenerFailedEvent event) {
		}

		@Async
		@EventListener
		void other(String event) {
		}

	}

	static class Promising {

		@EventListener
		CompletableFuture<String> later(NewHeadEvent event) {
			return new CompletableFuture<>();
		}

		@EventListener
		String derives(NewHeadEvent event) {
			return "another event";
		}

	}

	static class AsynchronousMethod {

		@Async
		@EventListener
		void on(NewHeadEvent event) {
		}

	}

	@Async
	static class AsynchronousClass {

		@EventListener
		void on(Object event) {
		}

	}

	static class Transactional {

		@TransactionalEventListener
		void on(ChainEvent event) {
		}

	}

	static class Module {

		@ApplicationModuleListener
		void on(NewHeadEvent event) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

		@Bean
		SyncTaskExecutor executor() {
			return new SyncTaskExecutor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Transactions {

	}

	@Configuration(proxyBeanMethods = false)
	static class Multicaster {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(new SyncTaskExecutor());
			multicaster.setErrorHandler(TaskUtils.LOG_AND_SUPPRESS_ERROR_HANDLER);
			return multicaster;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@ImportAutoConfiguration(HeadwaterAutoConfiguration.class)
	static class Application {

		@Bean
		SilentNodes nodes() {
			return new SilentNodes();
		}

		@Bean
		AsynchronousMethod asynchronousMethod() {
			return new AsynchronousMethod();
		}

	}

}
