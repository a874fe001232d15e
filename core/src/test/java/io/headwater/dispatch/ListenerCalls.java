package io.headwater.dispatch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/**
 * Notes which listeners of an application are called, in order.
 */
class ListenerCalls {

	final List<String> all = new CopyOnWriteArrayList<>();

	/**
	 * Return an application whose listeners are isolated, and may note their calls here.
	 */
	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withBean(IsolatingEventListenerFactory.class)
			.withBean(ListenerCalls.class);
	}

	static List<String> of(ApplicationContext context) {
		return context.getBean(ListenerCalls.class).all;
	}

	void add(String call) {
		this.all.add(call);
	}

}
