package io.headwater.sample.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Hands messages to all who look, and to those who come later what they need to know of
 * before. It ends before the web server waits for open requests, which these are.
 */
@Component
public class Feed implements SmartLifecycle {

	static final int MAX_TABS = 64;

	private static final int REMEMBERED = 300;

	private static final int TAB_CAPACITY = 2 * REMEMBERED;

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final Deque<String> history = new ArrayDeque<>();

	private final Set<Tab> tabs = new HashSet<>();

	private @Nullable ExecutorService writers;

	/**
	 * Show a message, and remember it for those who come later.
	 * @param message what has happened
	 */
	public synchronized void publish(Message message) {
		String json = this.mapper.writeValueAsString(message);
		this.history.addLast(json);
		if (this.history.size() > REMEMBERED) {
			this.history.removeFirst();
		}
		show(json);
	}

	/**
	 * Show a message to those who look now.
	 * @param message what will soon be old
	 */
	synchronized void show(Message message) {
		show(this.mapper.writeValueAsString(message));
	}

	private void show(String json) {
		this.tabs.forEach((tab) -> {
			int dropped = tab.offer(List.of(json));
			if (dropped > 0) {
				restart(tab, dropped);
			}
		});
	}

	/**
	 * Let a browser look.
	 * @return what it is sent, or {@code null} if there are too many who look
	 */
	synchronized @Nullable SseEmitter open() {
		if (this.writers == null || this.tabs.size() == MAX_TABS) {
			return null;
		}
		Tab tab = new Tab(this.writers, TAB_CAPACITY);
		tab.emitter().onCompletion(() -> remove(tab));
		tab.emitter().onError((ex) -> remove(tab));
		this.tabs.add(tab);
		restart(tab, 0);
		return tab.emitter();
	}

	synchronized int tabCount() {
		return this.tabs.size();
	}

	private synchronized void remove(Tab tab) {
		this.tabs.remove(tab);
	}

	private void restart(Tab tab, int dropped) {
		List<String> messages = new ArrayList<>();
		messages.add(this.mapper.writeValueAsString(new Message.Restart(dropped)));
		messages.addAll(this.history);
		tab.offer(messages);
	}

	@Override
	public synchronized void start() {
		this.writers = Executors.newCachedThreadPool(new CustomizableThreadFactory("page-writer-"));
	}

	@Override
	public synchronized void stop() {
		if (this.writers != null) {
			this.tabs.forEach(Tab::end);
			this.writers.shutdown();
			this.writers = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.writers != null;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
	}

}
