package io.headwater.dispatch;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;

/**
 * Watches the deliveries of one publisher: times listeners, and tells failures and slow
 * listeners to the observer and the log. After the stream was stopped nothing is a
 * failure any more: executors refuse work, and whatever is unfinished comes again.
 */
final class DeliveryMonitor {

	private final DispatchObserver observer;

	private final ListenerFailures failures;

	private final SlowListeners slow;

	private final BooleanSupplier stopped;

	private final LongSupplier nanoTime;

	DeliveryMonitor(DispatchObserver observer, ListenerFailures failures, SlowListeners slow, BooleanSupplier stopped,
			LongSupplier nanoTime) {
		this.observer = new GuardedObserver(observer);
		this.failures = failures;
		this.slow = slow;
		this.stopped = stopped;
		this.nanoTime = nanoTime;
	}

	void attempting(ChainEvent event, int attempt, long receivedNanos) {
		long now = this.nanoTime.getAsLong();
		this.slow.eventBegun(event, now);
		this.observer.delivering(event, attempt, now - receivedNanos);
	}

	void attempted(ChainEvent event, @Nullable Throwable failure) {
		this.slow.eventEnded(this.nanoTime.getAsLong());
		this.observer.delivered(event, failure);
	}

	long listenerCalled(ChainEvent event, String listener) {
		this.observer.listenerCalled(event, listener);
		long now = this.nanoTime.getAsLong();
		this.slow.listenerCalled(event, listener, now);
		return now;
	}

	void listenerFinished(ChainEvent event, String listener, long startedNanos, @Nullable Throwable thrown) {
		long now = this.nanoTime.getAsLong();
		this.slow.listenerFinished(now);
		ListenerOutcome outcome = outcome(thrown);
		this.observer.listenerFinished(event, listener, now - startedNanos, outcome,
				(outcome == ListenerOutcome.FAILURE) ? thrown : null);
	}

	private ListenerOutcome outcome(@Nullable Throwable thrown) {
		if (thrown == null) {
			return ListenerOutcome.SUCCESS;
		}
		return this.stopped.getAsBoolean() ? ListenerOutcome.STOPPED : ListenerOutcome.FAILURE;
	}

	/**
	 * An event failed.
	 * @param who the listener, or {@code null} if it is not isolated
	 * @param consequence what follows for others, in words
	 */
	void failed(ChainEvent event, @Nullable String who, String consequence, Throwable thrown) {
		if (this.stopped.getAsBoolean()) {
			this.failures.logAfterStop(event, who, thrown);
			return;
		}
		this.observer.failed(event, thrown);
		this.failures.log(event, who, consequence, thrown);
	}

	/**
	 * What encloses a step failed.
	 */
	void boundaryFailed(Step step, Throwable thrown) {
		ChainEvent last = step.events().get(step.events().size() - 1);
		if (!this.stopped.getAsBoolean()) {
			this.observer.failed(last, thrown);
			this.failures.logBoundary(last, thrown);
		}
	}

	void gaveUp(ChainEvent event, ListenerFailure failure) {
		this.observer.gaveUp(event, failure.listener());
		this.failures.logGivenUp(event, failure);
	}

}
