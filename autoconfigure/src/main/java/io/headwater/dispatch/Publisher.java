package io.headwater.dispatch;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.dispatch.StepQueue.Taken;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes the steps of one chain on one thread, which waits while there are none. A
 * publisher is started once and stopped once.
 */
public final class Publisher {

	private static final Log logger = LogFactory.getLog(Publisher.class);

	private final StepQueue queue;

	private final ApplicationEventPublisher events;

	private final DispatchObserver observer;

	private final LongSupplier nanoTime;

	private final Runnable roomAgain;

	private final ListenerFailures failures;

	private volatile boolean stopping;

	private volatile @Nullable Step current;

	private volatile @Nullable Thread thread;

	/**
	 * Create a publisher.
	 * @param queueCapacity how many steps may wait
	 * @param events where events are published
	 * @param observer hears of deliveries
	 * @param nanoTime the monotonic clock, in nanoseconds
	 * @param roomAgain called on the publisher's thread when, after a step was refused,
	 * the queue is half empty; must not wait
	 */
	public Publisher(int queueCapacity, ApplicationEventPublisher events, DispatchObserver observer,
			LongSupplier nanoTime, Runnable roomAgain) {
		this.queue = new StepQueue(queueCapacity);
		this.events = events;
		this.observer = new GuardedObserver(observer);
		this.nanoTime = nanoTime;
		this.roomAgain = roomAgain;
		this.failures = new ListenerFailures(nanoTime);
	}

	/**
	 * Put a step into the queue. Never waits.
	 * @param step the step
	 * @return whether there was room
	 */
	public boolean offer(Step step) {
		return this.queue.offer(step);
	}

	/**
	 * Tell of a change of state, beside the steps: only the newest of each kind is kept.
	 * @param change the change
	 */
	public void offer(StreamStateChangedEvent change) {
		this.queue.offer(change);
	}

	/**
	 * Start to publish.
	 * @param threads makes the publisher's thread
	 */
	public void start(ThreadFactory threads) {
		Thread thread = threads.newThread(this::run);
		this.thread = thread;
		thread.start();
	}

	/**
	 * Take no more steps, and drop those that wait. The running event goes on.
	 */
	public void close() {
		this.stopping = true;
		this.queue.close();
	}

	/**
	 * Wait for the running event to finish after {@link #close()}.
	 * @param timeout how long it may take; then its thread is interrupted and left alone
	 * @return whether it has finished
	 */
	public boolean awaitEnd(Duration timeout) {
		Thread thread = this.thread;
		if (thread == null || thread == Thread.currentThread()) {
			return true;
		}
		try {
			thread.join(Math.max(1, timeout.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (thread.isAlive()) {
			thread.interrupt();
			return false;
		}
		return true;
	}

	private void run() {
		for (Taken taken = take(); taken != null; taken = take()) {
			publish(taken);
		}
	}

	/** A listener may leave its thread interrupted, but only a stop ends the thread. */
	private @Nullable Taken take() {
		while (true) {
			try {
				return this.queue.take();
			}
			catch (InterruptedException ex) {
				if (this.stopping) {
					return null;
				}
				logger.debug("The publisher was interrupted, though not stopped: it goes on");
			}
		}
	}

	/** Whatever fails here fails for one step: the thread goes on. */
	private void publish(Taken taken) {
		try {
			long now = this.nanoTime.getAsLong();
			taken.changes().forEach((change) -> publish(change, now));
			if (taken.step() != null) {
				publish(taken.step());
			}
			if (taken.room()) {
				this.roomAgain.run();
			}
		}
		catch (RuntimeException ex) {
			logger.error("A step could not be finished", ex);
		}
	}

	private void publish(Step step) {
		this.current = step;
		try {
			for (ChainEvent event : step.events()) {
				if (!this.stopping) {
					publish(event, step.receivedNanos());
				}
			}
		}
		finally {
			this.current = null;
		}
	}

	private void publish(ChainEvent event, long receivedNanos) {
		this.observer.delivering(event, this.nanoTime.getAsLong() - receivedNanos);
		new Delivery(event, this.observer, this.failures, this.nanoTime).run(() -> this.events.publishEvent(event));
		if (!this.stopping) {
			// What a listener leaves behind must not meet the listeners of the next
			// event.
			Thread.interrupted();
		}
	}

	/**
	 * Return how many steps wait.
	 * @return the depth of the queue, the step in delivery not counted
	 */
	public int queueDepth() {
		return this.queue.depth();
	}

	/**
	 * Return how many steps may wait.
	 * @return the capacity of the queue
	 */
	public int queueCapacity() {
		return this.queue.capacity();
	}

	/**
	 * Return how long the oldest step has waited that the listeners have not finished.
	 * @return the time since its frame came, zero if there is none
	 */
	public Duration lag() {
		Step oldest = this.current;
		oldest = (oldest != null) ? oldest : this.queue.oldest();
		return (oldest != null) ? Duration.ofNanos(this.nanoTime.getAsLong() - oldest.receivedNanos()) : Duration.ZERO;
	}

}
