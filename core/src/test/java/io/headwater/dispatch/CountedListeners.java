package io.headwater.dispatch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.headwater.ChainEvent;
import io.headwater.ListenerFailedEvent;
import io.headwater.NewHeadEvent;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Four listeners, called in the order of their names, which note what they receive and
 * fail as often as they are told.
 */
class CountedListeners {

	/** Such as {@code b NewHead 7}. */
	final List<String> calls = new CopyOnWriteArrayList<>();

	final List<ListenerFailedEvent> givenUp = new CopyOnWriteArrayList<>();

	private final Map<String, Runnable> actions = new ConcurrentHashMap<>();

	private final Map<String, Integer> failures = new ConcurrentHashMap<>();

	/** Lets the listener of that name fail, so many times. */
	CountedListeners fail(String listener, int times) {
		this.failures.put(listener, times);
		return this;
	}

	/** Does something with the first call of that name. */
	CountedListeners onCall(String call, Runnable action) {
		this.actions.put(call, action);
		return this;
	}

	private void called(String listener, ChainEvent event) {
		if (event instanceof ListenerFailedEvent) {
			return;
		}
		String call = listener + " " + event.getClass().getSimpleName().replace("Event", "")
				+ ((event instanceof NewHeadEvent head) ? " " + head.head().number() : "");
		this.calls.add(call);
		Runnable action = this.actions.remove(call);
		if (action != null) {
			action.run();
		}
		if (this.failures.merge(listener, -1, Integer::sum) >= 0) {
			throw new IllegalStateException("expected by a test of " + listener);
		}
	}

	@EventListener(id = "a")
	@Order(1)
	void a(ChainEvent event) {
		called("a", event);
	}

	@EventListener(id = "b")
	@Order(2)
	void b(ChainEvent event) {
		called("b", event);
	}

	@EventListener(id = "d")
	@Order(4)
	void d(ChainEvent event) {
		called("d", event);
	}

	@EventListener(id = "told")
	@Order(5)
	void on(ListenerFailedEvent event) {
		this.givenUp.add(event);
		this.calls.add("told " + event.listener());
	}

	/**
	 * The third one, which Spring calls as it calls any other.
	 */
	static class NotIsolated implements ApplicationListener<ChainEvent>, Ordered {

		private final CountedListeners listeners;

		NotIsolated(CountedListeners listeners) {
			this.listeners = listeners;
		}

		@Override
		public void onApplicationEvent(ChainEvent event) {
			this.listeners.called("c", event);
		}

		@Override
		public int getOrder() {
			return 3;
		}

	}

}
