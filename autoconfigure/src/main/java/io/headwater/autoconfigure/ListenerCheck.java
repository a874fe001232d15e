package io.headwater.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.headwater.ChainEvent;
import io.headwater.ListenerFailedEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.stream.HeadStreams;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * Warns, when all listeners are known, of those that the guarantee does not cover: it
 * holds for listeners that are called on the publisher's thread and whose failures reach
 * it.
 */
final class ListenerCheck implements SmartInitializingSingleton {

	/** Fields of Spring's multicaster, which it shows to subclasses only. */
	static final String TASK_EXECUTOR = "taskExecutor";

	static final String ERROR_HANDLER = "errorHandler";

	private static final Log logger = LogFactory.getLog(ListenerCheck.class);

	/** The events of the walk; the others are told beside it. */
	private static final List<ResolvableType> EVENTS = Arrays.stream(ChainEvent.class.getPermittedSubclasses())
		.filter((type) -> type != StreamStateChangedEvent.class && type != ListenerFailedEvent.class)
		.map(ResolvableType::forClass)
		.toList();

	private final AbstractApplicationContext context;

	private final HeadStreams streams;

	ListenerCheck(AbstractApplicationContext context, HeadStreams streams) {
		this.context = context;
		this.streams = streams;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.streams.all().isEmpty()) {
			return;
		}
		if (hasStreams()) {
			checkMulticaster(this.context.getBean(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
					ApplicationEventMulticaster.class));
			listeners().forEach(this::check);
		}
		else {
			listeners().forEach((listener) -> logger.warn("Listener " + listener.getListenerId()
					+ " receives no event of a chain: the streams are a parent context's, which publishes to its own "
					+ "listeners and to its parents' only"));
		}
	}

	/** A child context takes the streams of its parent, but hears nothing of them. */
	private boolean hasStreams() {
		return this.context.getBeanNamesForType(HeadStreams.class, true, false).length > 0;
	}

	private Stream<ApplicationListenerMethodAdapter> listeners() {
		return this.context.getApplicationListeners()
			.stream()
			.filter(ApplicationListenerMethodAdapter.class::isInstance)
			.map(ApplicationListenerMethodAdapter.class::cast)
			.filter((listener) -> EVENTS.stream().anyMatch(listener::supportsEventType));
	}

	private void checkMulticaster(ApplicationEventMulticaster multicaster) {
		if (!(multicaster instanceof SimpleApplicationEventMulticaster)) {
			return;
		}
		DirectFieldAccessor fields = new DirectFieldAccessor(multicaster);
		if (fields.getPropertyValue(TASK_EXECUTOR) != null) {
			logger.warn("The application's event multicaster has a task executor: ApplicationListener beans receive "
					+ "the events of chains out of order, and nothing waits for them or knows when they fail");
		}
		if (fields.getPropertyValue(ERROR_HANDLER) != null) {
			logger.warn("The application's event multicaster has an error handler: an ApplicationListener bean or a "
					+ "transactional listener that fails on an event of a chain is taken to have finished it");
		}
	}

	private void check(ApplicationListenerMethodAdapter listener) {
		Method method = listener.getTargetMethod();
		if (isAsync(method)) {
			logger
				.warn("Listener " + listener.getListenerId() + " is asynchronous: it may receive the events of chains "
						+ "out of order, and nothing waits for it or knows when it fails");
		}
		if (returnsBeforeItEnds(method)) {
			logger.warn("Listener " + listener.getListenerId() + " returns before its work has ended (a "
					+ method.getReturnType().getSimpleName() + "): nothing waits for that or knows when it fails");
		}
		EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
		List<String> chains = chainsWithoutTransactions();
		if (annotation != null && !annotation.defaultExecution() && !chains.isEmpty()) {
			logger.warn("Listener " + listener.getListenerId() + " is called within a transaction only: it receives no "
					+ "event of " + String.join(", ", chains) + ", since they are published outside of transactions "
					+ "(fallbackExecution = true lets it, and so does headwater.chains.<name>.transactional=true)");
		}
	}

	private List<String> chainsWithoutTransactions() {
		return this.streams.all()
			.stream()
			.filter((stream) -> !stream.isTransactional())
			.map((stream) -> "chain " + stream.chain())
			.toList();
	}

	/** Without its processor, the annotation has no effect. */
	private boolean isAsync(Method method) {
		return this.context.containsBean(TaskManagementConfigUtils.ASYNC_ANNOTATION_PROCESSOR_BEAN_NAME)
				&& (AnnotatedElementUtils.hasAnnotation(method, Async.class)
						|| AnnotatedElementUtils.hasAnnotation(method.getDeclaringClass(), Async.class));
	}

	/** Spring subscribes to the result, and only logs how it fails. */
	private static boolean returnsBeforeItEnds(Method method) {
		return CompletionStage.class.isAssignableFrom(method.getReturnType())
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType()) != null;
	}

}
