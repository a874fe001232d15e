package io.headwater.dispatch;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EventObject;

import io.headwater.ChainEvent;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which methods are isolated: all that an event of a chain can reach, and no others.
 */
class IsolatingEventListenerFactoryTests {

	private final IsolatingEventListenerFactory factory = new IsolatingEventListenerFactory();

	@ParameterizedTest
	@ValueSource(strings = { "head", "anyOfAChain", "applicationEvent", "eventObject", "object", "serializable",
			"byClassAlone", "byClasses", "byClassWithParameter", "generic" })
	void takesMethodThatAnEventOfAChainCanReach(String method) {
		assertThat(this.factory.supportsMethod(method(method))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "refreshed", "payload", "byOtherClass", "byOtherClassWithApplicationEvent" })
	void leavesMethodThatNoEventOfAChainCanReach(String method) {
		assertThat(this.factory.supportsMethod(method(method))).isFalse();
	}

	private static Method method(String name) {
		return Arrays.stream(Listeners.class.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	static class Listeners {

		@EventListener
		void head(NewHeadEvent event) {
		}

		@EventListener
		void anyOfAChain(ChainEvent event) {
		}

		@EventListener
		void applicationEvent(ApplicationEvent event) {
		}

		@EventListener
		void eventObject(EventObject event) {
		}

		@EventListener
		void object(Object event) {
		}

		@EventListener
		void serializable(Serializable event) {
		}

		@EventListener
		<T extends ChainEvent> void generic(T event) {
		}

		@EventListener(NewHeadEvent.class)
		void byClassAlone() {
		}

		@EventListener({ ContextRefreshedEvent.class, HeadsSkippedEvent.class })
		void byClasses() {
		}

		@EventListener(classes = NewHeadEvent.class)
		void byClassWithParameter(ApplicationEvent event) {
		}

		@EventListener
		void text(String event) {
		}

		@EventListener
		void refreshed(ContextRefreshedEvent event) {
		}

		@EventListener
		void payload(PayloadApplicationEvent<String> event) {
		}

		@EventListener(ContextRefreshedEvent.class)
		void byOtherClass() {
		}

		@EventListener(classes = ContextRefreshedEvent.class)
		void byOtherClassWithApplicationEvent(ApplicationEvent event) {
		}

	}

}
