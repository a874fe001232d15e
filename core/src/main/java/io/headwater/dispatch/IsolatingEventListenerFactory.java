package io.headwater.dispatch;

import java.lang.reflect.Method;
import java.util.Arrays;

import io.headwater.ChainEvent;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Takes the {@code @EventListener} methods that a {@link ChainEvent} can reach, so that
 * each is timed and none keeps an event from another. It stands before Spring's own
 * factory, which takes every method, and after the one for transactional listeners.
 */
public final class IsolatingEventListenerFactory implements EventListenerFactory, Ordered {

	/** The transactional factory has 50, the default one the lowest precedence. */
	private static final int ORDER = 100;

	@Override
	public boolean supportsMethod(Method method) {
		EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
		if (annotation != null && annotation.classes().length > 0) {
			return Arrays.stream(annotation.classes()).anyMatch(this::fitsChainEvent);
		}
		return Arrays.stream(method.getParameterTypes()).anyMatch(this::fitsChainEvent);
	}

	private boolean fitsChainEvent(Class<?> type) {
		return type.isAssignableFrom(ChainEvent.class) || ChainEvent.class.isAssignableFrom(type);
	}

	@Override
	public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
		return new IsolatedListener(beanName, type, method);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
