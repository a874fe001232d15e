package io.headwater.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

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
		checkMulticaster(this.context.getBean(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
				ApplicationEventMulticaster.class));
		this.context.getApplicationListeners()
			.stream()
			.filter(ApplicationListenerMethodAdapter.class::isInstance)
			.map(ApplicationListenerMethodAdapter.class::cast)
			.filter((listener) -> EVENTS.stream().anyMatch(listener::supportsEventType))
			.forEach(this::check);
	}

	private void checkMulticaster(ApplicationEventMulticaster multicaster) {
		if (!(multicaster instanceof SimpleApplicationEventMulticaster)) {
			return;
		}
		DirectFieldAccessor fields = new DirectFieldAccessor(multicaster);
		if (fields.getPropertyValue("taskExecutor") != null) {
			logger.warn("The application's event multicaster has a task executor: ApplicationListener beans receive "
					+ "the events of chains out of order, and nothing waits for them or knows when they fail");
		}
		if (fields.getPropertyValue("errorHandler") != null) {
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

}
