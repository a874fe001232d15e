package io.headwater.dispatch;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * An {@code @EventListener} method that, while a publisher delivers an event to it, is
 * timed and keeps to itself what it throws. Published by anybody else, the same event
 * reaches it as in plain Spring.
 */
final class IsolatedListener extends ApplicationListenerMethodAdapter {

	private final String name;

	IsolatedListener(String beanName, Class<?> targetClass, Method method) {
		super(beanName, targetClass, method);
		this.name = name(beanName, getTargetMethod());
	}

	/** Overloads are common (one a kind of event), so the parameter is in the name. */
	private static String name(String beanName, Method method) {
		EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
		if (annotation != null && !annotation.id().isEmpty()) {
			return annotation.id();
		}
		return beanName + "." + method.getName()
				+ Arrays.stream(method.getParameterTypes())
					.map(Class::getSimpleName)
					.collect(Collectors.joining(",", "(", ")"));
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		Delivery delivery = Delivery.of(event);
		if (delivery == null) {
			super.onApplicationEvent(event);
			return;
		}
		if (!delivery.begin(this)) {
			return;
		}
		try {
			super.onApplicationEvent(event);
		}
		catch (Throwable ex) {
			delivery.failed(this, ex);
			return;
		}
		delivery.finished(this);
	}

	String name() {
		return this.name;
	}

	/** A listener that leaves the publisher's thread would leave its order too. */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	@SuppressWarnings("NullAway") // JDK 17 hides that Spring's parameter is nullable too
	protected @Nullable Object doInvoke(@Nullable Object... args) {
		Delivery delivery = Delivery.calling(this);
		if (delivery == null) {
			return super.doInvoke(args);
		}
		long startedNanos = delivery.listenerCalled(this.name);
		Throwable failure = null;
		try {
			return super.doInvoke(args);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			delivery.listenerFinished(this.name, startedNanos, failure);
		}
	}

}
