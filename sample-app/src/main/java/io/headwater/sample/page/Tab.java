package io.headwater.sample.page;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One browser that looks. Whoever has a message for it leaves it here and goes; a thread
 * that is there only while something is to be sent may wait for the browser.
 */
class Tab {

	private static final Logger logger = LoggerFactory.getLogger(Tab.class);

	private final Deque<String> pending = new ArrayDeque<>();

	private final SseEmitter emitter = new SseEmitter(0L);

	private final Executor writers;

	private final int capacity;

	private boolean writing;

	private boolean ended;

	Tab(Executor writers, int capacity) {
		this.writers = writers;
		this.capacity = capacity;
	}

	SseEmitter emitter() {
		return this.emitter;
	}

	/**
	 * Leave messages to be sent.
	 * @param messages what the browser is to know
	 * @return how many it will never know, since there are too many: these, and all that
	 * waited
	 */
	synchronized int offer(Collection<String> messages) {
		if (this.ended) {
			return 0;
		}
		if (this.pending.size() + messages.size() > this.capacity) {
			int dropped = this.pending.size() + messages.size();
			this.pending.clear();
			return dropped;
		}
		this.pending.addAll(messages);
		startWriting();
		return 0;
	}

	/** Send no more, and let the browser know as soon as it takes anything. */
	synchronized void end() {
		this.pending.clear();
		this.ended = true;
		startWriting();
	}

	private void startWriting() {
		if (!this.writing) {
			this.writing = true;
			this.writers.execute(this::write);
		}
	}

	private void write() {
		try {
			for (String next = next(); next != null; next = next()) {
				this.emitter.send(next, MediaType.APPLICATION_JSON);
			}
			if (isEnded()) {
				this.emitter.complete();
			}
		}
		catch (IOException | IllegalStateException ex) {
			// The container ends the emitter, and whoever holds this tab hears of it.
			logger.debug("A browser has gone", ex);
		}
	}

	private synchronized @Nullable String next() {
		String next = this.pending.poll();
		if (next == null) {
			this.writing = false;
		}
		return next;
	}

	private synchronized boolean isEnded() {
		return this.ended;
	}

}
