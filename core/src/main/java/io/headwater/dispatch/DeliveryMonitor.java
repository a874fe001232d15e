package io.headwater.dispatch;

import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;

/**
 * Watches the deliveries of one publisher: times listeners, and passes failures and slow
 * listeners to the observer and the log. After the stream was stopped nothing is a
 * failure any more: executors refuse work, and whatever is unfinished comes again.
 */
final class DeliveryMonitor {

	private final DispatchObserver observer;

	private final ListenerFailures failures;

	private final SlowListeners slow;

	private final StepQueue queue;

	private final LongSupplier nanoTime;

	DeliveryMonitor(DispatchObserver observer, ListenerFailures failures, SlowListeners slow, StepQueue queue,
			LongSupplier nanoTime) {
		this.observer = DispatchObservers.guarded(observer);
		this.failures = failures;
		this.slow = slow;
		this.queue = queue;
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
		this.queue.dropStrayInterrupt();
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
		return this.queue.isClosed() ? ListenerOutcome.STOPPED : ListenerOutcome.FAILURE;
	}

	void failed(ChainEvent event, ListenerFailure failure, ListenerFailures.Outlook outlook) {
		if (this.queue.isClosed()) {
			this.failures.logAfterStop(event, failure);
			return;
		}
		this.observer.failed(event, failure.thrown());
		this.failures.log(event, failure, outlook);
	}

	void boundaryFailed(Step step, Throwable thrown) {
		if (!this.queue.isClosed()) {
			this.observer.failed(step.events().get(step.events().size() - 1), thrown);
			this.failures.logBoundary(step.main(), thrown);
		}
	}

	void abandoned(ChainEvent event, ListenerFailure failure) {
		this.observer.abandoned(event, failure.listener());
		this.failures.logGivenUp(event, failure);
	}

}
