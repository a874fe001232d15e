package io.headwater.stream;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

	private Readiness readiness = Readiness.READY;

	/** What was started before the listeners are known. */
	private final Set<String> early = new LinkedHashSet<>();

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
	 * Start a stream, such as one whose {@code auto-startup} is off. While the
	 * application is still being started, the stream waits until all of its listeners are
	 * known. Nothing happens if it runs, or once the application is closed.
	 * @param chain the configured name of the chain
	 */
	public synchronized void start(String chain) {
		HeadStream stream = get(chain);
		if (this.readiness == Readiness.EARLY) {
			this.early.add(chain);
		}
		else if (this.readiness == Readiness.READY && !stream.isRunning()) {
			stream.start(scheduler());
		}
	}

	/**
	 * Stop a stream and wait until its running event is finished, at most for the
	 * shutdown time-out. Nothing happens if it does not run.
	 * @param chain the configured name of the chain
	 */
	public synchronized void stop(String chain) {
		this.early.remove(chain);
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
		try {
			stream.forget();
		}
		finally {
			if (running) {
				start(chain);
			}
		}
	}

	@Override
	public synchronized void start() {
		moveTo(Readiness.READY);
		for (HeadStream stream : this.streams.values()) {
			if (stream.isAutoStartup() || this.early.contains(stream.chain())) {
				start(stream.chain());
			}
		}
		this.early.clear();
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
	public synchronized void setApplicationContext(ApplicationContext context) {
		this.context = context;
		this.readiness = Readiness.EARLY;
	}

	/**
	 * Deliver nothing after the running event: the application's executors refuse work
	 * from this event on, which must not look like failures of listeners.
	 */
	@Override
	public synchronized void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			moveTo(Readiness.CLOSED);
			this.streams.values().forEach(HeadStream::beginStop);
		}
	}

	/** Whatever executor the multicaster has: it must be heard at once. */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
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

	private void moveTo(Readiness next) {
		if (this.readiness.canMoveTo(next)) {
			this.readiness = next;
		}
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

	/**
	 * Whether events reach the application: its context publishes to nobody, and without
	 * a word, before its listeners are known and after its close.
	 */
	private enum Readiness {

		EARLY, READY, CLOSED;

		private static final Map<Readiness, Set<Readiness>> MOVES = Map.of( //
				EARLY, Set.of(READY, CLOSED), //
				READY, Set.of(CLOSED));

		boolean canMoveTo(Readiness next) {
			return MOVES.getOrDefault(this, Set.of()).contains(next);
		}

	}

}
