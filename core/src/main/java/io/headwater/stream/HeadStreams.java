package io.headwater.stream;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

import io.headwater.support.ChainLog;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
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

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	private final Map<String, HeadStream> streams = new LinkedHashMap<>();

	private final Schedule schedule = new Schedule();

	private volatile @Nullable ApplicationContext context;

	/**
	 * Create the streams of an application.
	 * @param streams one stream a chain
	 */
	public HeadStreams(Collection<HeadStream> streams) {
		streams.forEach((stream) -> {
			stream.life().startWith(this.schedule.of(stream));
			this.streams.put(stream.chain(), stream);
		});
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
	 * Start what starts with the application, and what was started by hand. What was
	 * stopped by hand stays stopped.
	 */
	@Override
	public void start() {
		boolean again = !this.schedule.moveTo(Readiness.READY) && this.schedule.isReady();
		for (HeadStream stream : this.streams.values()) {
			boolean wanted = stream.life().isWanted();
			if (again && wanted != stream.isAutoStartup() && !stream.isRunning()) {
				logger.info(ChainLog.line(stream.chain(),
						wanted ? "Starts again with the application: it was started by hand"
								: "Does not start with the application: it was stopped by hand"));
			}
			if (wanted) {
				stream.life().start();
			}
		}
	}

	/**
	 * Stop all streams and wait until their running events are finished, at most for the
	 * shutdown time-out. Those that were to run do so again after {@link #start()}, and
	 * those that were paused are still paused then.
	 */
	@Override
	public void stop() {
		beginStop();
		this.streams.values().forEach((stream) -> stream.life().stop(true));
	}

	private void beginStop() {
		this.streams.values().forEach((stream) -> stream.life().beginStop());
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
		this.schedule.awaitListeners();
	}

	/**
	 * Deliver nothing after the running event: the application's executors refuse work
	 * from this event on, which must not look like failures of listeners.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.schedule.moveTo(Readiness.CLOSED);
			beginStop();
		}
	}

	/** Whatever executor the multicaster has: the close must act at once. */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	/** Before the executors act on the close. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean isRunning() {
		return this.streams.values().stream().anyMatch(HeadStream::isRunning);
	}

	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

	/** When streams may run, and the scheduler that they have together while one does. */
	private static final class Schedule {

		private final Set<HeadStream> running = new HashSet<>();

		private @Nullable ScheduledExecutorService scheduler;

		private Readiness readiness = Readiness.READY;

		synchronized void awaitListeners() {
			this.readiness = Readiness.EARLY;
		}

		synchronized boolean moveTo(Readiness next) {
			boolean legal = this.readiness.canMoveTo(next);
			this.readiness = legal ? next : this.readiness;
			return legal;
		}

		private synchronized boolean isReady() {
			return this.readiness == Readiness.READY;
		}

		private synchronized @Nullable ScheduledExecutorService begin(HeadStream stream) {
			if (this.readiness != Readiness.READY) {
				return null;
			}
			if (this.scheduler == null) {
				this.scheduler = newScheduler();
			}
			this.running.add(stream);
			return this.scheduler;
		}

		private synchronized void end(HeadStream stream) {
			this.running.remove(stream);
			if (this.running.isEmpty() && this.scheduler != null) {
				this.scheduler.shutdownNow();
				this.scheduler = null;
			}
		}

		/**
		 * Its thread is no daemon: it keeps an application without a web server alive.
		 */
		private static ScheduledExecutorService newScheduler() {
			CustomizableThreadFactory threads = new CustomizableThreadFactory("headwater-scheduler-");
			ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, threads,
					new ThreadPoolExecutor.DiscardPolicy());
			scheduler.setRemoveOnCancelPolicy(true);
			scheduler.prestartCoreThread();
			return scheduler;
		}

		StreamLife.Starter of(HeadStream stream) {
			return new StreamLife.Starter() {

				@Override
				public @Nullable ScheduledExecutorService begin() {
					return Schedule.this.begin(stream);
				}

				@Override
				public boolean isOpen() {
					return isReady();
				}

				@Override
				public void end() {
					Schedule.this.end(stream);
				}

			};
		}

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
