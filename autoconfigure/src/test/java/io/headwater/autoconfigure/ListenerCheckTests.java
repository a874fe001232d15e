package io.headwater.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.Head;
import io.headwater.ListenerFailedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.StreamStateChangedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
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

	private static final String NOBODY_LISTENS = "No listener takes events of chains";

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
	void warnsOfAListenerThatNoEventCanReach(CapturedOutput output) {
		this.runner.withBean(Unreachable.class).run((context) -> {
			assertThat(output)
				.containsOnlyOnce("$Unreachable.on(io.headwater.Head) is never called for a chain, "
						+ "since no event is what it takes: did you mean NewHeadEvent?")
				.containsOnlyOnce("$Unreachable.on(io.headwater.BlockRef) is never called")
				.containsOnlyOnce("$Unreachable.declared() is never called")
				.containsOnlyOnce("$Unreachable.heads(java.util.List) is never called")
				.containsOnlyOnce(
						"$Unreachable.on(org.springframework.context.PayloadApplicationEvent) is never called "
								+ "for a chain, since no event is what it takes: did you mean ReorgEvent?")
				.containsOnlyOnce(NOBODY_LISTENS);
			assertThat(warnings(output)).isEqualTo(5);
		});
	}

	@Test
	void warnsOfAListenerThatCannotTakeWhatItListensTo(CapturedOutput output) {
		this.runner.withBean(Mismatched.class).run((context) -> {
			assertThat(output)
				.containsOnlyOnce("$Mismatched.on(io.headwater.Head) fails on each NewHeadEvent that it "
						+ "listens to, since it takes a Head: did you mean to take a NewHeadEvent?")
				.containsOnlyOnce("$Mismatched.both(io.headwater.NewHeadEvent) fails on each ReorgEvent");
			assertThat(warnings(output)).isEqualTo(2);
		});
	}

	@Test
	void warnsOfTwoListenersWithOneId(CapturedOutput output) {
		this.runner.withBean(Namesakes.class).run((context) -> {
			assertThat(output).containsOnlyOnce("$Namesakes.on")
				.containsOnlyOnce("have one id, 'deposits': logs, metrics and the endpoint cannot tell them apart")
				.containsPattern("Listeners \\S+Namesakes\\.\\w+ and \\S+Namesakes\\.\\w+ have");
			assertThat(warnings(output)).isEqualTo(1);
		});
	}

	@Test
	void saysThatNobodyListens(CapturedOutput output) {
		this.runner.withBean("everything", ApplicationListener.class, () -> new Everything())
			.run((context) -> assertThat(output).containsOnlyOnce(NOBODY_LISTENS));
	}

	@Test
	void saysThatNobodyListensInAWholeApplication(CapturedOutput output) {
		new SpringApplicationBuilder(Silent.class)
			.run("--server.port=0", "--headwater.chains.main.nodes[0].url=ws://node.example")
			.close();
		assertThat(output).containsOnlyOnce(NOBODY_LISTENS);
	}

	@Test
	void doesNotSaySoWhereAnApplicationListenerListens(CapturedOutput output) {
		this.runner.withBean("heads", ApplicationListener.class, () -> new Heads())
			.run((context) -> assertThat(output).doesNotContain(NOBODY_LISTENS));
		this.runner.withBean("lambda", ApplicationListener.class, () -> (event) -> {
		}).run((context) -> assertThat(output).doesNotContain(NOBODY_LISTENS));
		this.runner.withBean(Covered.class).run((context) -> assertThat(output).doesNotContain(NOBODY_LISTENS));
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

	static class Unreachable {

		@EventListener
		void on(Head head) {
		}

		@EventListener
		void on(BlockRef block) {
		}

		@EventListener(Head.class)
		void declared() {
		}

		@EventListener
		void heads(List<NewHeadEvent> events) {
		}

		@EventListener
		void on(PayloadApplicationEvent<ReorgEvent> event) {
		}

		@EventListener
		void strings(List<String> others) {
		}

		@EventListener
		void ready(ApplicationReadyEvent other) {
		}

	}

	static class Mismatched {

		@EventListener(NewHeadEvent.class)
		void on(Head head) {
		}

		@EventListener({ NewHeadEvent.class, ReorgEvent.class })
		void both(NewHeadEvent event) {
		}

		@EventListener({ NewHeadEvent.class, ReorgEvent.class })
		void well(ChainEvent event) {
		}

		@EventListener(ReorgEvent.class)
		void without() {
		}

	}

	static class Namesakes {

		@EventListener(id = "deposits")
		void onHead(NewHeadEvent event) {
		}

		@EventListener(id = "deposits")
		void reorg(ReorgEvent event) {
		}

		@EventListener(id = "others")
		void resumed(StreamResumedEvent event) {
		}

		@EventListener(id = "others")
		void other(String event) {
		}

	}

	static class Heads implements ApplicationListener<NewHeadEvent> {

		@Override
		public void onApplicationEvent(NewHeadEvent event) {
		}

	}

	static class Everything implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
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
	@EnableAutoConfiguration
	static class Silent {

		@Bean
		SilentNodes nodes() {
			return new SilentNodes();
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
