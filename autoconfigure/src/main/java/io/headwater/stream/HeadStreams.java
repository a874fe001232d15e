package io.headwater.stream;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The streams of an application. They start after its beans and stop before its web
 * server does. While one runs, the application stays alive, web server or not.
 */
public final class HeadStreams
		implements SmartLifecycle, ApplicationContextAware, ApplicationListener<ContextClosedEvent>, Ordered {

	private final Map<String, HeadStream> streams = new LinkedHashMap<>();

	private @Nullable ScheduledExecutorService scheduler;

	private @Nullable ApplicationContext context;

	/**
	 * Create the streams of an application.
	 * @param streams one stream a chain
	 */
	public HeadStreams(Collection<HeadStream> streams) {
		streams.forEach((stream) -> this.streams.put(stream.chain(), stream));
	}

	/**
	 * Return all streams.
	 * @return one stream a chain, in the order of the configuration
	 */
	public List<HeadStream> all() {
		return List.copyOf(this.streams.values());
	}

	/**
	 * Return the stream of a chain.
	 * @param chain the configured name of the chain
	 * @return the stream
	 * @throws IllegalArgumentException if no chain has this name
	 */
	public HeadStream get(String chain) {
		HeadStream stream = this.streams.get(chain);
		if (stream == null) {
			throw new IllegalArgumentException("No chain is named '" + chain + "'; there are " + this.streams.keySet());
		}
		return stream;
	}

	/**
	 * Start a stream, such as one whose {@code auto-startup} is off. Nothing happens if
	 * it runs.
	 * @param chain the configured name of the chain
	 */
	public synchronized void start(String chain) {
		HeadStream stream = get(chain);
		if (!stream.isRunning()) {
			stream.start(scheduler());
		}
	}

	/**
	 * Stop a stream and wait until its running event is finished, at most for the
	 * shutdown time-out. Nothing happens if it does not run.
	 * @param chain the configured name of the chain
	 */
	public synchronized void stop(String chain) {
		stop(List.of(get(chain)));
	}

	/**
	 * Pause the delivery of a stream.
	 * @param chain the configured name of the chain
	 * @see HeadStream#pause()
	 */
	public void pause(String chain) {
		get(chain).pause();
	}

	/**
	 * Let a stream deliver again that was paused, or that a failing listener has halted.
	 * @param chain the configured name of the chain
	 * @see HeadStream#resume()
	 */
	public void resume(String chain) {
		get(chain).resume();
	}

	/**
	 * Forget the checkpoint of a stream, so that it begins anew, at the configured
	 * {@code start}. If it runs, it is stopped for that, and started again. An instance
	 * elsewhere that delivers the chain begins anew as well. May block, as the store
	 * does.
	 * @param chain the configured name of the chain
	 */
	public synchronized void forget(String chain) {
		HeadStream stream = get(chain);
		boolean running = stream.isRunning();
		stop(chain);
		stream.forget();
		if (running) {
			start(chain);
		}
	}

	@Override
	public synchronized void start() {
		for (HeadStream stream : this.streams.values()) {
			if (stream.isAutoStartup()) {
				start(stream.chain());
			}
		}
	}

	@Override
	public synchronized void stop() {
		stop(this.streams.values());
	}

	private void stop(Collection<HeadStream> streams) {
		streams.forEach(HeadStream::beginStop);
		streams.forEach(HeadStream::awaitStop);
		if (this.scheduler != null && this.streams.values().stream().noneMatch(HeadStream::isRunning)) {
			this.scheduler.shutdownNow();
			this.scheduler = null;
		}
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Deliver nothing after the running event: the application's executors refuse work
	 * from this event on, which must not look like failures of listeners.
	 */
	@Override
	public synchronized void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.streams.values().forEach(HeadStream::beginStop);
		}
	}

	/** Before the executors hear of the close. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public synchronized boolean isRunning() {
		return this.streams.values().stream().anyMatch(HeadStream::isRunning);
	}

	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

	private ScheduledExecutorService scheduler() {
		if (this.scheduler == null) {
			this.scheduler = newScheduler();
		}
		return this.scheduler;
	}

	/** Its thread is no daemon: it keeps an application without a web server alive. */
	private static ScheduledExecutorService newScheduler() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("headwater-scheduler-");
		ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, threads,
				new ThreadPoolExecutor.DiscardPolicy());
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.prestartCoreThread();
		return scheduler;
	}

}
