package io.headwater.stream;

import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.headwater.ChainEvent;
import io.headwater.ListenerFailedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.StreamStateChangedEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.config.TaskManagementConfigUtils;
import org.springframework.util.ClassUtils;

/**
 * Warns, when all listeners are known, of those that no event can reach, and of those
 * that the guarantee does not cover: it holds for listeners that are called on the
 * publisher's thread and whose failures reach it.
 */
final class ListenerCheck implements SmartInitializingSingleton {

	/** Fields of Spring's multicaster, which it shows to subclasses only. */
	private static final String TASK_EXECUTOR = "taskExecutor";

	private static final String ERROR_HANDLER = "errorHandler";

	private static final Log logger = LogFactory.getLog(ListenerCheck.class);

	private static final List<ResolvableType> ALL_EVENTS = Arrays.stream(ChainEvent.class.getPermittedSubclasses())
		.map(ResolvableType::forClass)
		.toList();

	/** The events of the walk; the others are published beside it. */
	private static final List<ResolvableType> EVENTS = ALL_EVENTS.stream()
		.filter((type) -> type.resolve() != StreamStateChangedEvent.class
				&& type.resolve() != ListenerFailedEvent.class)
		.toList();

	/** Listens to all that there is, as frameworks do, if it listens to this one. */
	private static final ResolvableType OTHER_EVENT = ResolvableType.forClass(ContextRefreshedEvent.class);

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
			methods().forEach(ListenerCheck::checkParameters);
			checkIds();
			listeners().forEach(this::check);
			if (this.context.getApplicationListeners().stream().noneMatch(ListenerCheck::takesEvents)) {
				logger.info("No listener takes events of chains: write one such as "
						+ "@EventListener void on(NewHeadEvent event)");
			}
		}
		else {
			listeners().forEach((listener) -> logger.warn("Listener " + listener.getListenerId()
					+ " receives no event of a chain: the streams are a parent context's, which publishes to its own "
					+ "listeners and to its parents' only"));
		}
	}

	/**
	 * A child context takes the streams of its parent, but receives none of their events.
	 */
	private boolean hasStreams() {
		return this.context.getBeanNamesForType(HeadStreams.class, true, false).length > 0;
	}

	private Stream<ApplicationListenerMethodAdapter> methods() {
		return this.context.getApplicationListeners()
			.stream()
			.filter(ApplicationListenerMethodAdapter.class::isInstance)
			.map(ApplicationListenerMethodAdapter.class::cast);
	}

	private Stream<ApplicationListenerMethodAdapter> listeners() {
		return methods().filter((listener) -> EVENTS.stream().anyMatch(listener::supportsEventType));
	}

	/** What a lambda takes is not known, so it may take them. */
	private static boolean takesEvents(ApplicationListener<?> listener) {
		GenericApplicationListenerAdapter adapter = new GenericApplicationListenerAdapter(listener);
		boolean isLambda = ResolvableType.forClass(ApplicationListener.class, listener.getClass())
			.getGeneric()
			.getType() instanceof TypeVariable;
		return ALL_EVENTS.stream().anyMatch(adapter::supportsEventType)
				&& (listener instanceof ApplicationListenerMethodAdapter || isLambda
						|| !adapter.supportsEventType(OTHER_EVENT));
	}

	private static void checkParameters(ApplicationListenerMethodAdapter listener) {
		if (ALL_EVENTS.stream().anyMatch(listener::supportsEventType)) {
			return;
		}
		declaredTypes(listener.getTargetMethod()).flatMap(ListenerCheck::parts)
			.filter((type) -> type.getPackage() == ChainEvent.class.getPackage())
			.findFirst()
			.ifPresent((type) -> logger.warn("Listener " + listener.getListenerId()
					+ " is never called for a chain, since no event is what it takes: did you mean "
					+ (ChainEvent.class.isAssignableFrom(type) ? type : NewHeadEvent.class).getSimpleName() + "?"));
	}

	/** The annotation says which events come, the method which it can be called with. */
	private static void checkParameter(ApplicationListenerMethodAdapter listener) {
		Method method = listener.getTargetMethod();
		if (method.getParameterCount() != 1) {
			return;
		}
		Class<?> parameter = method.getParameterTypes()[0];
		declaredTypes(method).map(ResolvableType::toClass)
			.filter((event) -> ChainEvent.class.isAssignableFrom(event) && !parameter.isAssignableFrom(event))
			.findFirst()
			.ifPresent((event) -> logger.warn("Listener " + listener.getListenerId() + " fails on each "
					+ event.getSimpleName() + " that it listens to, since it takes a " + parameter.getSimpleName()
					+ ": did you mean to take a " + event.getSimpleName() + "?"));
	}

	private static Stream<ResolvableType> declaredTypes(Method method) {
		EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
		return (annotation != null && annotation.classes().length > 0)
				? Arrays.stream(annotation.classes()).map(ResolvableType::forClass)
				: IntStream.range(0, method.getParameterCount())
					.mapToObj((parameter) -> ResolvableType.forMethodParameter(method, parameter));
	}

	/** A type, and those that it is generic in. */
	private static Stream<Class<?>> parts(ResolvableType type) {
		return Stream.concat(Stream.of(type.toClass()),
				Arrays.stream(type.getGenerics()).flatMap(ListenerCheck::parts));
	}

	private void checkIds() {
		Map<String, List<String>> methods = new LinkedHashMap<>();
		methods().filter((listener) -> ALL_EVENTS.stream().anyMatch(listener::supportsEventType))
			.filter((listener) -> !idOf(listener).isEmpty())
			.forEach((listener) -> methods.computeIfAbsent(idOf(listener), (id) -> new ArrayList<>())
				.add(ClassUtils.getQualifiedMethodName(listener.getTargetMethod())));
		methods.forEach((id, listeners) -> {
			if (listeners.size() > 1) {
				logger.warn("Listeners " + String.join(" and ", listeners) + " have one id, '" + id
						+ "': logs, metrics and the endpoint cannot tell them apart");
			}
		});
	}

	private static String idOf(ApplicationListenerMethodAdapter listener) {
		EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(listener.getTargetMethod(),
				EventListener.class);
		return (annotation != null) ? annotation.id() : "";
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
		checkParameter(listener);
		if (isAsync(method)) {
			logger
				.warn("Listener " + listener.getListenerId() + " is asynchronous: it may receive the events of chains "
						+ "out of order, and nothing waits for it or knows when it fails");
		}
		if (returnsBeforeItEnds(method)) {
			logger.warn("Listener " + listener.getListenerId() + " returns before its work has ended (a "
					+ (KotlinDetector.isSuspendingFunction(method) ? "suspend function"
							: method.getReturnType().getSimpleName())
					+ "): nothing waits for that or knows when it fails");
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
		return KotlinDetector.isSuspendingFunction(method)
				|| CompletionStage.class.isAssignableFrom(method.getReturnType())
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType()) != null;
	}

	/** Lets a native image look at the fields of the multicaster. */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.reflection()
				.registerType(SimpleApplicationEventMulticaster.class,
						(type) -> type.withField(TASK_EXECUTOR).withField(ERROR_HANDLER));
		}

	}

}
