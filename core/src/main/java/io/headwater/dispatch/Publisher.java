package io.headwater.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.headwater.StreamStateChangedEvent;
import io.headwater.support.LogThrottle;
import io.headwater.support.Notices;
import io.headwater.support.Thrown;
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

	/** No longer than the pauses of a garbage collector, which nobody notices either. */
	private static final Duration GATHER_AT_MOST = Duration.ofNanos(200_000);

	private final StepQueue queue;

	private final StepBoundary boundary;

	private final PublisherListener listener;

	private final LongSupplier nanoTime;

	private final SlowListeners slow;

	private final ListenerFailures failures;

	private final DeliveryMonitor monitor;

	private final Deliverer deliverer;

	/** The step that the listeners have not finished. */
	private volatile @Nullable StepDelivery current;

	/** The same, even if it could not be begun. For the publisher's thread only. */
	private @Nullable Step unfinished;

	private volatile @Nullable Thread thread;

	private volatile boolean listenerLeft;

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final Notices moves = new Notices(
			(failure) -> logger.error("A change of state could not be told", Thrown.printable(failure)));

	public Publisher(DispatchSettings settings, ApplicationEventPublisher events, StepBoundary boundary,
			DispatchObserver observer, PublisherListener listener, Clock clock, LongSupplier nanoTime) {
		this.queue = new StepQueue(settings.queueCapacity(), nanoTime, GATHER_AT_MOST);
		this.boundary = boundary;
		this.listener = listener;
		this.nanoTime = nanoTime;
		this.slow = new SlowListeners(settings.slowListenerAfter(), new LogThrottle(nanoTime), nanoTime);
		this.failures = new ListenerFailures(nanoTime);
		this.monitor = new DeliveryMonitor(observer, this.failures, this.slow, this.queue, nanoTime);
		this.deliverer = new Deliverer(this.queue, events, settings.failurePolicy(), this.monitor, clock);
	}

	/**
	 * Hold back who brings steps faster than they are delivered: wait for a full queue
	 * until half of it is free again. Returns at once while nothing is delivered, or if
	 * the queue has been full for longer. Not for the publisher's own thread.
	 */
	public void awaitRoom(Duration atMost) {
		this.queue.awaitRoom(atMost);
	}

	/** Put a step into the queue, if there is room. Never waits. */
	public boolean offer(Step step) {
		// First, since nothing may fail once the step is in the queue.
		this.slow.check();
		boolean entered = this.queue.offer(step);
		if (!entered && !this.queue.isClosed()) {
			this.listener.queueFull();
		}
		return entered;
	}

	/** Publish a change of state, beside the steps: the newest of each kind. */
	public void offer(StreamStateChangedEvent change) {
		this.queue.offer(change);
	}

	/**
	 * Leave the changes of state that came after the end to the publisher that follows,
	 * before that one starts.
	 */
	public void leaveChangesTo(Publisher next) {
		this.queue.takeChanges().forEach(next::offer);
	}

	/**
	 * Start to publish.
	 * @param threads makes the publisher's thread
	 */
	public void start(ThreadFactory threads) {
		try {
			Thread thread = threads.newThread(this::run);
			this.thread = thread;
			thread.start();
		}
		catch (Throwable ex) {
			this.thread = null;
			this.end.complete(null);
			throw ex;
		}
	}

	/**
	 * Deliver nothing after the running event until {@link #resume()}. Changes of state
	 * are published all the same. Nothing happens if nothing is being delivered anyway.
	 */
	public void pause() {
		moveTo(PublisherState.PAUSED, "delivery was paused");
	}

	/**
	 * Deliver again, after {@link #pause()} or after delivery has halted, then with the
	 * listeners that have not finished the event. Nothing happens if it does deliver.
	 */
	public void resume() {
		moveTo(PublisherState.DELIVERING, "delivery was resumed");
	}

	/** Take no more steps, and drop those that wait. The running event goes on. */
	public void close() {
		moveTo(PublisherState.CLOSED, "delivery was stopped");
	}

	private void moveTo(PublisherState next, String reason) {
		// Under the lock, so that moves are told in their order.
		synchronized (this.moves) {
			if (this.queue.moveTo(next)) {
				this.moves.note(() -> this.listener.moved(next, reason));
			}
		}
		this.moves.tell();
	}

	/** Return whether somebody has paused the delivery. */
	public boolean isPaused() {
		return this.queue.state() == PublisherState.PAUSED;
	}

	/** Return whether delivery has halted at an event that keeps failing. */
	public boolean isHalted() {
		return this.queue.state() == PublisherState.HALTED;
	}

	/**
	 * Wait for the running event to finish after {@link #close()}. A listener that asks
	 * is itself what runs, so it does not wait.
	 * @param timeout how long it may take; then its thread is interrupted and left alone
	 * @return whether no listener runs any more
	 */
	public boolean awaitEnd(Duration timeout) {
		Thread thread = this.thread;
		if (thread == null) {
			return true;
		}
		if (thread == Thread.currentThread()) {
			return false;
		}
		try {
			this.end.get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("The publisher has not ended", ex);
		}
		boolean ended = this.end.isDone();
		if (!ended) {
			this.listenerLeft = this.slow.areCalled();
			thread.interrupt();
		}
		return ended;
	}

	/**
	 * Return whether {@link #awaitEnd} has left a listener alone, rather than what
	 * encloses the step, such as the store of checkpoints.
	 */
	public boolean hasLeftListener() {
		return this.listenerLeft;
	}

	/** Return whether it is a listener that asks, or what it has called. */
	public boolean isOwnThread() {
		return this.thread == Thread.currentThread();
	}

	/**
	 * Return what is completed, by the publisher's thread, when no listener runs any
	 * more.
	 * @return it is not completed if nothing was started
	 */
	public CompletableFuture<Void> end() {
		return this.end.copy();
	}

	private void run() {
		try {
			boolean open = true;
			while (open) {
				open = goesOn();
			}
		}
		finally {
			ended();
		}
	}

	/** What waits for the end must learn of it, whatever fails before. */
	private void ended() {
		try {
			close();
			this.failures.end();
		}
		finally {
			try {
				this.listener.ended();
			}
			finally {
				this.end.complete(null);
			}
		}
	}

	private boolean goesOn() {
		try {
			boolean open = publishNext();
			this.failures.logOwed();
			return open;
		}
		catch (Throwable ex) {
			failed(ex);
			return true;
		}
	}

	/**
	 * What fails beside the listeners, such as for lack of memory, fails for one step,
	 * which stays the next: delivery halts rather than tries without end.
	 */
	private void failed(Throwable failure) {
		try {
			if (this.unfinished != null || failure instanceof Error) {
				moveTo(PublisherState.HALTED, "a step could not be finished (" + failure.getClass().getName() + ")");
			}
			logger.error("A step could not be finished", Thrown.printable(failure));
		}
		catch (Throwable ex) {
			failure.addSuppressed(ex);
		}
	}

	/** A listener may leave its thread interrupted, but only a stop ends the thread. */
	private StepQueue.@Nullable Taken take() {
		while (true) {
			try {
				return this.queue.take(this.unfinished == null);
			}
			catch (InterruptedException ex) {
				if (this.queue.isClosed()) {
					return null;
				}
				logger.debug("The publisher was interrupted, though not stopped: it goes on");
			}
		}
	}

	/** Return whether there was something to publish, so the queue is not closed. */
	private boolean publishNext() {
		StepQueue.Taken taken = take();
		if (taken == null) {
			return false;
		}
		if (taken.step() != null) {
			this.unfinished = taken.step();
		}
		try {
			long now = this.nanoTime.getAsLong();
			taken.changes().forEach((change) -> this.deliverer.deliverOnce(change, now));
			if (taken.changes().isEmpty()) {
				deliver();
			}
		}
		finally {
			if (taken.room()) {
				this.listener.roomAgain();
			}
		}
		return true;
	}

	/** A step that is left unfinished is taken up again when delivery is resumed. */
	private void deliver() {
		StepDelivery delivery = this.current;
		Step step = this.unfinished;
		if (delivery == null && step != null) {
			delivery = new StepDelivery(step, this.boundary, this.queue, this.deliverer, this.monitor);
			this.current = delivery;
		}
		if (delivery == null) {
			return;
		}
		String haltReason = delivery.deliver();
		if (delivery.isFinished()) {
			this.current = null;
			this.unfinished = null;
			this.listener.finished(delivery.step());
		}
		else if (!this.boundary.mayDeliver()) {
			close();
		}
		else if (haltReason != null) {
			moveTo(PublisherState.HALTED, haltReason);
		}
	}

	/** Return how many steps wait, the one in delivery not counted. */
	public int queueDepth() {
		return this.queue.depth();
	}

	/** Return how long the oldest queued step has waited, zero if none waits. */
	public Duration queueAge() {
		return age(this.queue.oldest());
	}

	/** Return how long the oldest unfinished step has been there, zero for none. */
	public Duration lag() {
		StepDelivery current = this.current;
		return age((current != null) ? current.step() : this.queue.oldest());
	}

	private Duration age(@Nullable Step step) {
		return (step != null) ? Duration.ofNanos(this.nanoTime.getAsLong() - step.receivedNanos()) : Duration.ZERO;
	}

}
